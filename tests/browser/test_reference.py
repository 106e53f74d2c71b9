"""基础数据 in Chromium: at both widths without faults, and a region that is made and closed again."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from app.permissions import Actor
from app.services.reference import load_reference
from app.services.reference.edit_industries import set_industry_open
from tests.browser.conftest import DESKTOP, TELEPHONE, OpenPage
from tests.browser.inspection import faults_of
from tests.browser.site import Site
from tests.drawing import make_offices

PICTURES = os.environ.get("PICTURES")  # a folder for those who want to look themselves
PAGES = (
    "/reference",
    "/reference/regions/410100",
    "/reference/regions/410100/new",
    "/reference/regions/410105/rename",
    "/reference/regions/410105/close",
    "/reference/industries",
    "/reference/industries/new",
    "/reference/industries/T/open",
)


@pytest.fixture(scope="module")
def by(site: Site) -> Actor:
    """A system administrator, who has closed an industry."""
    with site.database.unit_of_work() as session:
        load_reference(session)
        by = make_offices(session).system
        set_industry_open(session, "T", False, by=by)
        return by


@pytest.mark.parametrize("size", [DESKTOP, TELEPHONE], ids=["desktop", "telephone"])
def test_the_pages_have_no_fault_and_fit(open_page: OpenPage, by: Actor, size: tuple[int, int]):
    page = open_page(by, size=size)
    for number, address in enumerate(PAGES):
        page.goto(address)
        assert faults_of(page) == [], address
        if PICTURES:
            page.wait_for_load_state("networkidle")
            page.screenshot(path=Path(PICTURES) / f"r{number}_{size[0]}.png", full_page=True)


def test_a_region_is_made_in_which_a_department_can_be_founded_and_closed_again(open_page: OpenPage, by: Actor):
    page = open_page(by)
    page.goto("/home")
    page.get_by_role("link", name="基础数据").first.click()
    page.get_by_role("link", name="郑州市", exact=True).click()
    page.get_by_role("link", name="新增区域").click()
    page.locator("[name=code]").fill("41")
    page.locator("[name=name]").fill("航空港区")
    page.get_by_role("button", name="新增", exact=True).click()
    expect(page.get_by_role("alert").first).to_contain_text("6位数字")
    assert faults_of(page) == []
    page.locator("[name=code]").fill("410171")
    page.get_by_role("button", name="新增", exact=True).click()
    expect(page.get_by_text("已新增区域“航空港区”")).to_be_visible()
    page.get_by_role("link", name="停用：航空港区").click()
    page.get_by_role("button", name="停用").click()
    expect(page.get_by_text("已停用区域“航空港区”")).to_be_visible()
    expect(page.get_by_role("link", name="启用：航空港区")).to_be_visible()
