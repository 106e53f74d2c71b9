"""Sharing work in the browser: claim, transfer, sign, comment, take back, stand in; every page looked at."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from app.permissions import Actor
from tests.browser.accessibility import accessibility_faults
from tests.browser.conftest import OpenPage
from tests.browser.province import Province
from tests.factories import make_member

PICTURES = os.environ.get("PICTURES")
SIZES = [(1440, 900), (390, 844)]


@pytest.fixture(scope="module")
def colleague(province: Province) -> Actor:
    with province.database.unit_of_work() as session:
        return make_member(session, province.chain.employer, name="张同事")


def look(page: Page, name: str) -> None:
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{name} at {width}"
        assert not accessibility_faults(page)
        if PICTURES:
            page.screenshot(path=Path(PICTURES) / f"{name}-{width}.png", full_page=True)
    page.set_viewport_size({"width": 1440, "height": 900})


def waiting(province: Province) -> str:
    course = province.declare(province.open_class(scores={"钱一": 85}))
    return f"/instances/{province.instance_of(course, '钱一')}"


def test_an_item_is_claimed_signed_by_a_colleague_decided_and_taken_back(
    open_page: OpenPage, province: Province, colleague: Actor
) -> None:
    url = waiting(province)
    page = open_page(province.employer)
    page.goto(url)
    sharing = page.get_by_role("region", name="办理分工")
    expect(sharing).to_contain_text("无人认领")
    look(page, "unclaimed")
    sharing.get_by_role("button", name="认领").click()
    expect(sharing).to_contain_text("由您办理")

    sharing.get_by_role("button", name="加签").click()
    dialog = page.get_by_role("dialog", name="加签")
    dialog.get_by_label("张同事").check()
    dialog.get_by_label("在我之前").check()
    assert not accessibility_faults(page)
    dialog.get_by_role("button", name="确定加签").click()
    expect(sharing).to_contain_text("张同事")
    look(page, "signers")

    other = open_page(colleague)
    other.goto("/inbox/signatures")
    look(other, "signatures")
    other.get_by_role("link", name="钱一").click()
    other.get_by_role("button", name="通过", exact=True).click()
    other.get_by_role("button", name="确认通过").click()
    expect(other.get_by_role("list", name="办理过程")).to_contain_text("签署：通过")

    page.goto(url)
    page.get_by_role("button", name="通过", exact=True).click()
    page.get_by_role("button", name="确认通过").click()
    page.goto(url)
    expect(page.get_by_role("heading", level=1)).to_contain_text("待人社审核")


def test_an_item_is_transferred_with_a_note(open_page: OpenPage, province: Province, colleague: Actor) -> None:
    url = waiting(province)
    page = open_page(province.employer)
    page.goto(url)
    page.get_by_role("button", name="转办、委托").click()
    dialog = page.get_by_role("dialog", name="转办、委托")
    dialog.get_by_role("combobox", name="同事").select_option("张同事")
    dialog.get_by_label("说明").fill("请核对学时")
    dialog.get_by_role("button", name="确定").click()
    expect(page.get_by_role("region", name="办理分工")).to_contain_text("张同事 办理中")
    look(page, "transferred")


def test_a_decision_is_taken_back_and_an_item_sent_back(open_page: OpenPage, province: Province) -> None:
    url = waiting(province)
    page = open_page(province.employer)
    page.goto(url)
    page.get_by_role("button", name="通过", exact=True).click()
    page.get_by_role("button", name="确认通过").click()
    page.goto(url)
    page.get_by_role("button", name="撤回办理").click()
    look(page, "take-back")
    page.get_by_role("dialog", name="撤回办理").get_by_role("button", name="确认撤回").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("待单位审核")
    page.get_by_role("button", name="通过", exact=True).click()
    page.get_by_role("button", name="确认通过").click()

    hr = open_page(province.hr)
    hr.goto(url)
    hr.get_by_role("button", name="退回到某一步").click()
    dialog = hr.get_by_role("dialog", name="退回到某一步")
    dialog.get_by_label("退回原因").fill("请补核签到表")
    look(hr, "send-back")
    dialog.get_by_role("button", name="确定退回").click()
    expect(hr.get_by_role("heading", level=1)).to_contain_text("待单位审核")


def test_a_comment_is_written_and_a_copy_read(open_page: OpenPage, province: Province, colleague: Actor) -> None:
    url = waiting(province)
    page = open_page(province.employer)
    page.goto(url)
    page.get_by_text("留言、抄送").click()
    page.get_by_label("留言内容").fill("请看证书第二页")
    page.get_by_role("group", name="提醒同事").get_by_label("张同事").check()
    look(page, "remark")
    page.get_by_role("button", name="留言", exact=True).click()
    expect(page.get_by_role("list", name="办理过程")).to_contain_text("请看证书第二页")
    other = open_page(colleague)
    other.goto("/inbox/copies")
    expect(other.get_by_role("table")).to_contain_text("未读")
    look(other, "copies")


def test_a_leave_is_set(open_page: OpenPage, province: Province, colleague: Actor) -> None:
    page = open_page(province.employer)
    page.goto("/substitutions")
    page.get_by_label("代理人").select_option("张同事")
    page.get_by_label("开始日期").fill("2099-05-01")
    page.get_by_label("结束日期").fill("2099-05-07")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("table")).to_contain_text("未开始")
    look(page, "substitutions")


def test_an_organisation_gets_a_copy(open_page: OpenPage, province: Province) -> None:
    url = waiting(province)
    page = open_page(province.employer)
    page.goto(url)
    page.get_by_text("留言、抄送").click()
    page.get_by_role("button", name="抄送", exact=True).click()
    dialog = page.get_by_role("dialog", name="抄送")
    dialog.get_by_role("group", name="抄送给单位").get_by_role("checkbox").first.check()
    look(page, "copy")
    dialog.get_by_role("button", name="抄送", exact=True).click()
    expect(page.get_by_role("list", name="办理过程")).to_contain_text("抄送给")
