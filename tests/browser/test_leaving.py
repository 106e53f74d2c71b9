"""People and organisations that leave, in Chromium: what resolves to them is seen and given to others."""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from app.services.approvals.holding import claim
from tests.browser.conftest import DESKTOP, TELEPHONE, OpenPage
from tests.browser.inspection import faults_of
from tests.browser.site import Site
from tests.factories import make_employer, make_member
from tests.journey import begin

PICTURES = os.environ.get("PICTURES")  # a folder for those who want to look themselves


@pytest.fixture(scope="module")
def leaving(site: Site) -> dict[str, object]:
    """An employer whose member holds three scores, and another employer of the same department."""
    with site.database.unit_of_work() as session:
        journey = begin(session)
        journey.declare()
        chain = journey.chain
        claim(session, journey.open_items("employer_review"), by=chain.employer_member)
        make_member(session, chain.employer, name="接任者")
        return {
            "chief": make_member(session, chain.employer, is_super=True),
            "hr": chain.hr_member,
            "id": chain.employer.id,
            "membership": chain.employer_member.membership_id,
            "receiver": make_employer(session, hr=chain.hr).name,
        }


PAGES = {"/accounts/members/{membership}/work": "chief", "/accounts/subordinates/{id}/reassign": "hr"}


@pytest.mark.parametrize("address", PAGES)
def test_a_page_fits_and_can_be_used_by_everybody(open_page: OpenPage, leaving: dict[str, object], address: str):
    page = open_page(leaving[PAGES[address]], size=TELEPHONE)
    page.goto(address.format(**leaving))
    expect(page.get_by_role("heading", level=1).first).to_be_visible()
    for size in (TELEPHONE, DESKTOP):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        assert faults_of(page) == []
        if PICTURES:
            name = re.sub(r"\W", "_", address)
            page.screenshot(path=Path(PICTURES) / f"{name}-{size[0]}.png", full_page=True)


def test_a_member_gives_all_and_then_the_organisation_does(open_page: OpenPage, leaving: dict[str, object]):
    page = open_page(leaving["chief"])
    page.goto("/accounts/members/{membership}/work".format(**leaving))
    page.get_by_label("移交给").select_option(label="接任者")
    page.get_by_role("button", name="全部移交").click()
    expect(page.get_by_text("已移交 3 项。")).to_be_visible()
    page = open_page(leaving["hr"])
    page.goto("/accounts/subordinates/{id}".format(**leaving))
    page.get_by_role("link", name="移交其他单位").click()
    page.get_by_label("接收单位名称或统一社会信用代码").fill(str(leaving["receiver"]))
    page.get_by_label("移交原因").fill("机构合并")
    page.get_by_role("button", name="移交").click()
    expect(page.get_by_text("已将 3 项移交")).to_be_visible()
