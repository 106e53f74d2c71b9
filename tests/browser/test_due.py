"""Limits in Chromium: what is overdue is seen on every page that shows the item, and found by one click."""

import os
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import expect
from sqlalchemy import update

from app.services.calendar.working_days import moved
from app.today import CHINA
from models import WorkItem
from tests.browser.accessibility import accessibility_faults
from tests.browser.conftest import DESKTOP, TELEPHONE, OpenPage
from tests.browser.site import Site
from tests.journey import PROCESS, begin
from tests.redrawn import redraw

PICTURES = os.environ.get("PICTURES")  # a folder for those who want to look themselves


@pytest.fixture(scope="module")
def late(site: Site) -> dict[str, object]:
    """Four scores at an employer that has five working days: one is over, one was due yesterday at noon."""
    with site.database.unit_of_work() as session:
        journey = begin(session, learners=4)
        redraw(session, PROCESS, "employer_review", due="P5D")
        journey.declare()
        items, now = journey.open_items("employer_review"), datetime.now(CHINA)
        for id, duration in zip(items, ("P4D", "PT20H"), strict=False):
            session.execute(
                update(WorkItem).where(WorkItem.id == id).values(due_at=moved(now, duration, back=True))
            )
        item = session.get_one(WorkItem, items[0])
        chain = journey.chain
        return {
            "employer": chain.employer_member,
            "base": chain.base_member,
            "group": f"{item.user_task_id}/{item.group_id}",
            "instance": item.instance_id,
        }


PAGES = {
    "/inbox": "employer",
    "/inbox?due=overdue": "employer",
    "/inbox?fold=task": "employer",
    "/inbox/groups/{group}": "employer",
    "/home": "employer",
    "/instances": "base",
    "/instances/{instance}": "employer",
}


@pytest.mark.parametrize("size", [DESKTOP, TELEPHONE], ids=["desktop", "telephone"])
@pytest.mark.parametrize("address", PAGES)
def test_a_page_says_it_has_no_fault_and_fits(
    site: Site, open_page: OpenPage, late: dict[str, object], address: str, size: tuple[int, int]
):
    page = open_page(late[PAGES[address]], size=size)
    page.goto(site.url + address.format(**late))
    expect(page.get_by_text("已超期").locator("visible=true").first).to_be_visible()
    assert accessibility_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    if PICTURES:
        name = "".join(sign if sign.isalnum() else "_" for sign in address)
        page.screenshot(path=Path(PICTURES) / f"due{name}_{size[0]}.png", full_page=True)


def test_a_reviewer_goes_from_the_start_page_to_what_is_late(
    site: Site, open_page: OpenPage, late: dict[str, object]
):
    page = open_page(late["employer"])
    page.goto(f"{site.url}/home")
    page.get_by_role("link", name="2 条待办已超过办理期限").click()
    expect(page.get_by_label("办理期限", exact=True).and_(page.locator("select"))).to_have_value("overdue")
    page.locator("a[data-open]").first.click()
    expect(page.locator("tbody").get_by_text("已超期")).to_have_count(2)
    expect(page.locator("tbody tr")).to_have_count(2)
