"""A learner's pages in Chromium: no fault for those who cannot see a page, none wider than a telephone."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.accessibility import accessibility_faults
from tests.browser.conftest import DESKTOP, TELEPHONE, OpenPage
from tests.browser.site import Site
from tests.certifying import reach_standard
from tests.factories import make_employer
from tests.transferring import transfer_somebody

PICTURES = os.environ.get("PICTURES")  # a folder for those who want to look themselves


@pytest.fixture(scope="module")
def known(site: Site) -> dict[str, object]:
    """A learner with a certificate, one with a transfer under way and one with a returned transfer."""
    with site.database.unit_of_work() as session:
        year = reach_standard(session)
        certificate = year.issue()
        moving, returned = transfer_somebody(session), transfer_somebody(session)
        back = returned.request()
        returned.decide("return")
        returned_instance = returned.instance().id
        moving.request()
        return {
            "certified": year.actor,
            "moving": moving.actor,
            "returned": returned.actor,
            "reviewer": moving.new_member,
            "nobody": None,
            "new": make_employer(session, hr=returned.chain.hr, name="金水区第二测试医院").name,
            "check": f"number={certificate.number}&code={certificate.code}",
            "instance": moving.instance().id,
            "back": back.id,
            "returned_instance": returned_instance,
        }


PAGES = {
    "/hours": "certified",
    "/certificates": "certified",
    "/certificates/check?{check}": "nobody",
    "/certificates/check": "nobody",
    "/my-profile": "certified",
    "/transfers": "moving",
    "/transfers/new": "certified",
    "/transfers/{back}/edit": "returned",
    "/inbox": "reviewer",
    "/instances/{instance}": "moving",
    "/instances/{returned_instance}": "returned",
}


@pytest.mark.parametrize("size", [DESKTOP, TELEPHONE], ids=["desktop", "telephone"])
@pytest.mark.parametrize("address", PAGES)
def test_a_page_has_no_fault_and_fits(
    site: Site, open_page: OpenPage, known: dict[str, object], address: str, size: tuple[int, int]
):
    page = open_page(known[PAGES[address]], size=size)
    page.goto(site.url + address.format(**known))
    assert accessibility_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    if PICTURES:
        name = address.replace("/", "_").replace("?", "_")
        page.screenshot(path=Path(PICTURES) / f"{name}_{size[0]}.png", full_page=True)


def test_a_returned_transfer_is_corrected_with_the_chooser(
    site: Site, open_page: OpenPage, known: dict[str, object]
):
    page = open_page(known["returned"])
    page.goto(f"{site.url}/transfers/{known['back']}/edit")
    page.get_by_role("button", name="选择调入单位").click()
    page.get_by_label("按单位名称查找").fill("第二测试")
    page.get_by_role("button", name=str(known["new"])).click()
    page.get_by_role("button", name="重新提交").click()
    expect(page.get_by_text("已修改并重新提交")).to_be_visible()
    expect(page.get_by_text("待单位审核")).to_be_visible()
