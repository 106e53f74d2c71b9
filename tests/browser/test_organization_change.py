"""变更审核 in Chromium: asked for, looked at and approved, at both widths and without faults."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from app.permissions import Actor
from tests.browser.accessibility import accessibility_faults
from tests.browser.conftest import DESKTOP, TELEPHONE, OpenPage
from tests.browser.site import Site
from tests.changing import NEW_NAME, change_something
from tests.factories.planning import PDF

PICTURES = os.environ.get("PICTURES")  # a folder for those who want to look themselves


@pytest.fixture(scope="module")
def changed(site: Site) -> dict[str, object]:
    """A change that waits, one that was returned, and a base that has asked for none."""
    with site.database.unit_of_work() as session:
        waiting, returned, fresh = (change_something(session) for _ in range(3))
        waiting.request()
        instance = waiting.instance().id
        change = returned.request(credit_code=returned.base.credit_code)
        returned.decide("return")
        return {
            "waiting": waiting.base_member,
            "hr": waiting.hr_member,
            "returned": returned.base_member,
            "fresh": fresh.base_member,
            "fresh_hr": fresh.hr_member,
            "old_name": fresh.base.name,
            "instance": instance,
            "change": change.id,
        }


PAGES = {
    "/organization": "waiting",
    "/organization?returned": "returned",
    "/organization/change": "fresh",
    "/organization/change/{change}/correct": "returned",
    "/inbox": "hr",
    "/instances/{instance}": "hr",
}


@pytest.mark.parametrize("size", [DESKTOP, TELEPHONE], ids=["desktop", "telephone"])
@pytest.mark.parametrize("address", PAGES)
def test_a_page_has_no_fault_and_fits(
    site: Site, open_page: OpenPage, changed: dict[str, Actor], address: str, size: tuple[int, int]
):
    page = open_page(changed[PAGES[address]], size=size)
    page.goto(site.url + address.format(**changed))
    assert accessibility_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    if PICTURES:
        page.wait_for_load_state("networkidle")
        page.screenshot(path=Path(PICTURES) / f"{address.replace('/', '_')}_{size[0]}.png", full_page=True)


def test_a_change_goes_from_the_form_to_the_new_name(site: Site, open_page: OpenPage, changed: dict[str, Actor]):
    base = open_page(changed["fresh"])
    base.goto(f"{site.url}/organization")
    base.get_by_role("link", name="变更单位名称/信用代码").click()
    base.get_by_label("新单位名称").fill(NEW_NAME)
    base.get_by_label("变更原因").fill("经批复更名")
    base.set_input_files("input[type=file]", {"name": "证书.pdf", "mimeType": "application/pdf", "buffer": PDF})
    base.get_by_role("button", name="提交变更申请").click()
    expect(base.get_by_text("变更审核中")).to_be_visible()
    hr = open_page(changed["fresh_hr"])
    hr.goto(f"{site.url}/inbox")
    hr.get_by_role("link", name="单位信息变更申请").first.click()
    hr.get_by_role("link", name=NEW_NAME, exact=True).click()
    hr.get_by_role("button", name="通过", exact=True).first.click()
    hr.locator("dialog[open] [data-confirm]").click()
    expect(hr.get_by_text("已变更").first).to_be_visible()
    base.goto(f"{site.url}/organization")
    expect(base.locator("dd", has_text=NEW_NAME).first).to_be_visible()
