"""办理分析 in Chromium: usable by everybody, none wider than a telephone, bars and steps lead to their rows."""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect
from sqlalchemy import text, update

from app.services.dashboard.refresh import refresh_work
from models import WorkItem
from tests.browser.conftest import DESKTOP, TELEPHONE, OpenPage
from tests.browser.inspection import faults_of
from tests.browser.site import Site
from tests.journey import begin

PICTURES = os.environ.get("PICTURES")  # a folder for those who want to look themselves


@pytest.fixture(scope="module")
def counted(site: Site) -> dict[str, object]:
    """An employer that let things wait for three days, and its HR department."""
    with site.database.unit_of_work() as session:
        journey = begin(session)
        journey.declare()
        chain = journey.chain
        age = text("opened_at - interval '3 days'")
        session.execute(update(WorkItem).where(WorkItem.closed_at.is_(None)).values(opened_at=age))
        refresh_work(session)
        return {"employer": chain.employer_member, "hr": chain.hr_member, "id": chain.employer.id}


PAGES = {
    "/dashboard": "employer",
    "/dashboard?period=year&organization={id}": "hr",
    "/dashboard/organizations": "hr",
    "/dashboard/heat/score_declaration": "employer",
}


@pytest.mark.parametrize("address", PAGES)
def test_a_page_fits_and_can_be_used_by_everybody(open_page: OpenPage, counted: dict[str, object], address: str):
    page = open_page(counted[PAGES[address]], size=TELEPHONE)
    page.goto(address.format(**counted))
    expect(page.get_by_role("heading", level=1).first).to_be_visible()
    for size in (TELEPHONE, DESKTOP):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        if "heat" in address:
            expect(page.locator(".diagram-badge")).to_have_text("在办 3 件，平均 3.0 天")
        assert faults_of(page) == []
        if PICTURES:
            name = re.sub(r"\W", "_", address)
            page.screenshot(path=Path(PICTURES) / f"{name}-{size[0]}.png", full_page=True)


def test_a_bar_and_a_number_lead_to_the_rows(open_page: OpenPage, counted: dict[str, object]):
    page = open_page(counted["employer"])
    page.goto("/dashboard")
    page.get_by_role("row", name="学时申报").get_by_role("link", name="3", exact=True).first.click()
    expect(page).to_have_url(re.compile(r"/inbox\?node=score_declaration"))
    page.goto("/dashboard")
    chart = page.locator(".chart").first
    expect(chart.locator("svg")).to_be_visible()
    box = chart.bounding_box()
    chart.click(
        position={"x": (box["width"] + 30) / 2 + 40, "y": box["height"] - 60}
    )  # what is open: the third bar
    expect(page).to_have_url(re.compile(r"/inbox\?kind=score"))
