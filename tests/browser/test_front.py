"""The first thing that people see, in Chromium, at both sizes."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from app.services.recovery.link import open_link
from tests.browser.accessibility import accessibility_faults
from tests.browser.conftest import DESKTOP, TELEPHONE, OpenPage
from tests.browser.site import Site
from tests.factories import (
    make_employer,
    make_hr,
    make_learner,
    make_member,
    make_notice,
    make_password_request,
    make_user,
)

PICTURES = os.environ.get("PICTURES")  # a folder for those who want to look themselves
PAGES = {
    "/": None,
    "/notices": None,
    "/notices/{notice}": None,
    "/sign-in?type=base": None,
    "/recovery": None,
    "/recovery/asked": None,
    "/recovery/new?token={token}": None,
    "/recovery/new?token=x": None,
    "/accounts/learners": "chief",
    "/hr/notices": "clerk",
    "/hr/notices/new": "clerk",
    "/hr/notices/{notice}/edit": "clerk",
    "/hr/notices/{notice}/withdraw": "clerk",
}


@pytest.fixture(scope="module")
def told(site: Site) -> dict[str, object]:
    """Three notices, one of them pinned."""
    with site.database.unit_of_work() as session:
        clerk = make_member(session, make_hr(session, name="河南省人力资源和社会保障厅"))
        for title in ("关于开展年度学时申报工作的通知", "关于继续教育基地年审的通知"):
            make_notice(session, by=clerk, title=title)
        pinned = make_notice(session, by=clerk, title="平台升级公告", is_pinned=True)
        employer = make_employer(session)
        learner = make_learner(session, employer=employer, user=make_user(session, email="z@danwei.example"))
        make_password_request(session, learner)
        return {
            "clerk": clerk,
            "notice": pinned.id,
            "chief": make_member(session, employer),
            "token": open_link(session, learner.user_id).token,
        }


@pytest.mark.parametrize("size", [DESKTOP, TELEPHONE], ids=["desktop", "telephone"])
@pytest.mark.parametrize("address", PAGES)
def test_a_page_has_no_fault_and_fits(
    site: Site, open_page: OpenPage, told: dict[str, object], address: str, size: tuple[int, int]
):
    who = PAGES[address]
    page = open_page(told[who] if who else None, size=size)
    page.goto(site.url + address.format(**told))
    assert accessibility_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    if PICTURES:
        name = address.replace("/", "_").replace("?", "_").replace("=", "_")
        page.screenshot(path=Path(PICTURES) / f"{name}_{size[0]}.png", full_page=True)


def test_a_card_leads_to_the_sign_in_of_its_type(open_page: OpenPage, told: dict[str, object]):
    page = open_page()
    page.goto("/")
    page.get_by_role("link", name="用人单位登录").click()
    expect(page.get_by_label("用户类型")).to_have_value("employer")


def test_the_service_window_asks_for_the_type_first(open_page: OpenPage, told: dict[str, object]):
    page = open_page()
    page.goto("/")
    page.get_by_label("用户类型").select_option(label="继续教育基地")
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_label("用户类型")).to_have_value("base")
