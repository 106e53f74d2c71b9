"""无人办理的事项 in Chromium: a system administrator gives an item that nobody can decide to an organisation."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect
from sqlalchemy import update

from models import Membership
from tests.browser.accessibility import accessibility_faults
from tests.browser.conftest import DESKTOP, TELEPHONE, OpenPage
from tests.browser.site import Site
from tests.drawing import make_offices
from tests.factories import make_employer, make_member
from tests.journey import PROCESS, begin
from tests.redrawn import redraw

PICTURES = os.environ.get("PICTURES")  # a folder for those who want to look themselves


@pytest.fixture(scope="module")
def held(site: Site) -> dict[str, object]:
    """Two scores whose employer has no administrators, nor the department above it."""
    with site.database.unit_of_work() as session:
        journey = begin(session, learners=2)
        redraw(session, PROCESS, "employer_review", if_nobody="superior")
        chain = journey.chain
        ids = [chain.employer.id, chain.hr.id]
        session.execute(update(Membership).where(Membership.organization_id.in_(ids)).values(is_enabled=False))
        journey.declare()
        other = make_employer(session, hr=chain.hr, name="接手的单位")
        return {
            "system": make_offices(session).system,
            "base": chain.base_member,
            "other": make_member(session, other),
            "instance": journey.instances()[0].id,
        }


@pytest.mark.parametrize("size", [DESKTOP, TELEPHONE], ids=["desktop", "telephone"])
@pytest.mark.parametrize("address", ["/alarms", "/alarms/1"])
def test_a_page_has_no_fault_and_fits(
    site: Site, open_page: OpenPage, held: dict[str, object], address: str, size: tuple[int, int]
):
    page = open_page(held["system"], size=size)
    page.goto(site.url + address)
    assert accessibility_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"alarm{address.replace('/', '_')}_{size[0]}.png", full_page=True)


def test_an_item_that_nobody_can_decide_is_given_to_an_organisation(
    site: Site, open_page: OpenPage, held: dict[str, object]
):
    page = open_page(held["base"])
    page.goto(f"{site.url}/instances/{held['instance']}")
    expect(page.get_by_text("暂无单位办理，已报系统管理员").first).to_be_visible()
    page = open_page(held["system"])
    page.goto(f"{site.url}/home")
    page.get_by_role("navigation", name="主菜单").get_by_role("link", name="无人办理的事项").click()
    page.get_by_role("link", name=f"为编号 {held['instance']} 的事项指定单位").click()
    page.get_by_label("办理单位").fill("没有的单位")
    page.get_by_role("button", name="指定").click()
    expect(page.get_by_text("请填写单位全称或代码").first).to_be_visible()
    page.get_by_label("办理单位").fill("接手的单位")
    page.get_by_role("button", name="指定").click()
    expect(page.get_by_text("已指定由“接手的单位”办理")).to_be_visible()
    page = open_page(held["other"])
    page.goto(f"{site.url}/inbox")
    expect(page.locator("a[data-open]")).to_have_count(1)
