"""上级单位变更 in Chromium: asked for and approved by both superiors, at both widths and without faults."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from app.permissions import Actor
from tests.browser.accessibility import accessibility_faults
from tests.browser.conftest import DESKTOP, TELEPHONE, OpenPage
from tests.browser.site import Site
from tests.moving import move_something

PICTURES = os.environ.get("PICTURES")  # a folder for those who want to look themselves


@pytest.fixture(scope="module")
def moved(site: Site) -> dict[str, object]:
    """A change at the new superior, one that was returned, and a base that has asked for none."""
    with site.database.unit_of_work() as session:
        waiting, returned, fresh = (move_something(session) for _ in range(3))
        waiting.request(competent=waiting.other_competent)
        waiting.decide("approve", by=waiting.hr_member)
        task = waiting.task()
        change = returned.request()
        returned.decide("return", by=returned.hr_member)
        return {
            "waiting": waiting.base_member,
            "second": waiting.other_competent_member,
            "group": task.group_id,
            "task": task.user_task_id,
            "instance": task.instance_id,
            "returned": returned.base_member,
            "change": change.id,
            "fresh": fresh.employer_member,
            "fresh_hr": fresh.hr_member,
            "fresh_other": fresh.other_hr_member,
            "other_hr": fresh.other_hr.id,
            "own": fresh.employer.name,
        }


PAGES = {
    "/organization": "waiting",
    "/organization/superior": "fresh",
    "/organization/superior/{change}/correct": "returned",
    "/inbox/groups/{task}/{group}": "second",
    "/instances/{instance}": "second",
}


@pytest.mark.parametrize("size", [DESKTOP, TELEPHONE], ids=["desktop", "telephone"])
@pytest.mark.parametrize("address", PAGES)
def test_a_page_has_no_fault_and_fits(
    site: Site, open_page: OpenPage, moved: dict[str, Actor], address: str, size: tuple[int, int]
):
    page = open_page(moved[PAGES[address]], size=size)
    page.goto(site.url + address.format(**moved))
    assert accessibility_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    if PICTURES:
        page.wait_for_load_state("networkidle")
        page.screenshot(path=Path(PICTURES) / f"{address.replace('/', '_')}_{size[0]}.png", full_page=True)


def approve(page: Page, site: Site, name: str):
    """From the inbox to the decision."""
    page.goto(f"{site.url}/inbox")
    page.get_by_role("link", name="单位信息变更申请").first.click()
    page.get_by_role("link", name=name, exact=True).click()
    page.get_by_role("button", name="通过", exact=True).first.click()
    page.locator("dialog[open] [data-confirm]").click()


def test_an_employer_goes_under_another_superior_with_both_agreeing(
    site: Site, open_page: OpenPage, moved: dict[str, Actor]
):
    own = open_page(moved["fresh"])
    own.goto(f"{site.url}/organization")
    own.get_by_role("link", name="变更上级单位").click()
    own.get_by_role("button", name="选择同级人社部门").click()
    own.get_by_role("searchbox", name="按名称查找").first.fill("乙县人社局")
    own.locator(f"dialog[open] [data-choice-id='{moved['other_hr']}']").click()
    own.get_by_label("变更原因").fill("区划调整")
    own.get_by_role("button", name="提交变更申请").click()
    expect(own.get_by_text("变更审核中")).to_be_visible()
    first = open_page(moved["fresh_hr"])
    approve(first, site, str(moved["own"]))
    expect(first.get_by_text("待新上级审核").first).to_be_visible()
    second = open_page(moved["fresh_other"])
    approve(second, site, str(moved["own"]))
    expect(second.get_by_text("已变更").first).to_be_visible()
    own.goto(f"{site.url}/organization")
    expect(own.locator("dd", has_text="乙县人社局").first).to_be_visible()
    expect(own.get_by_text("变更审核中")).to_have_count(0)
