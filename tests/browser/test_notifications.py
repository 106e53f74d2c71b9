"""What one is told, in Chromium: no fault, nothing wider than a telephone, and a bell that falls silent."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from app.permissions import Actor
from app.services.approvals import decide
from app.services.approvals.remarks import urge
from tests.browser.accessibility import accessibility_faults
from tests.browser.conftest import DESKTOP, TELEPHONE, OpenPage
from tests.browser.site import Site
from tests.journey import begin

PICTURES = os.environ.get("PICTURES")  # a folder for those who want to look themselves


@pytest.fixture(scope="module")
def people(site: Site) -> dict[str, Actor]:
    """An employer and an HR department with news, and a base whose scores came back."""
    with site.database.unit_of_work() as session:
        journey = begin(session, learners=5)
        journey.declare()
        items = journey.open_items("employer_review")
        urge(session, [journey.instances()[0].id], by=journey.chain.base_member)
        decide(session, items[:2], by=journey.chain.employer_member, outcome="approve")
        decide(session, items[2:3], by=journey.chain.employer_member, outcome="return", comment="请核对")
        decide(session, items[3:], by=journey.chain.employer_member, outcome="reject", comment="未参加")
        chain = journey.chain
        return {"employer": chain.employer_member, "hr": chain.hr_member, "base": chain.base_member}


@pytest.mark.parametrize("size", [DESKTOP, TELEPHONE], ids=["desktop", "telephone"])
@pytest.mark.parametrize("role", ["employer", "hr", "base"])
def test_the_list_has_no_fault_and_fits(
    site: Site, open_page: OpenPage, people: dict[str, Actor], role: str, size: tuple[int, int]
):
    page = open_page(people[role], size=size)
    page.goto(f"{site.url}/notifications")
    assert accessibility_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"notifications_{role}_{size[0]}.png", full_page=True)


def test_a_line_is_opened_with_the_keyboard_and_all_is_marked_as_read(
    site: Site, open_page: OpenPage, people: dict[str, Actor]
):
    page = open_page(people["base"])
    page.goto(f"{site.url}/home")
    bell = page.get_by_role("link", name="通知 2 条未读")
    bell.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="通知", level=1)).to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{site.url}/instances?kind=score&state=rejected")
    page.go_back()
    page.get_by_role("button", name="全部标为已读").click()
    expect(page.get_by_role("link", name="通知", exact=True)).to_be_visible()
