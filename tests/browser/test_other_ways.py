"""The same work by other ways: by keyboard alone, without scripts, with a hand that presses twice."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.province import Course, Province


def group_address(province: Province, course: Course, node_id: str = "employer_review") -> str:
    """Where a class waits at a user task."""
    return f"/inbox/groups/{province.task(node_id)}/{course.id}"


def acts(page: Page, province: Province, course: Course, name: str) -> list[str]:
    """What the timeline of a learner's score says was done."""
    page.goto(f"/instances/{province.instance_of(course, name)}")
    timeline = page.get_by_role("list", name="办理过程")
    expect(timeline).to_be_visible()
    return timeline.locator(".timeline-action").all_inner_texts()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_approving_with_a_double_click_approves_once(
    open_page: OpenPage, province: Province, scripts: bool
) -> None:
    course = province.declare(province.open_class(scores={"钱一": 85, "孙二": 90}))
    page = open_page(province.employer, scripts=scripts)
    page.goto(group_address(province, course))
    page.get_by_role("checkbox", name="选择 钱一").check()
    page.get_by_role("checkbox", name="选择 孙二").check()
    if scripts:
        page.get_by_role("button", name="通过", exact=True).click()

    page.locator("[data-confirm]").dblclick()

    expect(page.get_by_role("alert")).to_have_count(0)
    expect(page.get_by_role("heading", level=1, name="待办事项")).to_be_visible()
    for name in course.people:
        done = acts(page, province, course, name)
        assert len([act for act in done if "通过" in act]) == 1
        assert len(done) == 3, "declared, approved, and what waits now"


def test_a_reviewer_decides_with_the_keyboard_alone(open_page: OpenPage, province: Province) -> None:
    course = province.declare(province.open_class(scores={"钱一": 85, "孙二": 90, "李三": 70}))
    page = open_page(province.employer)
    page.goto("/inbox")
    rows = page.get_by_role("table", name="各组待办").locator("tbody tr")
    at = next(n for n in range(rows.count()) if course.name in rows.nth(n).inner_text())

    for _ in range(at + 1):
        page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name=course.name)).to_be_visible()

    for key in "jxjjkjx":  # the first row; down to the third, up, down again
        page.keyboard.press(key)
    expect(page.get_by_text("已选 2 条")).to_be_visible()
    expect(page.get_by_role("checkbox", name="选择 孙二")).not_to_be_checked()

    tab_to(page, "通过", back=True)
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog").get_by_role("textbox")).to_be_focused()
    page.keyboard.type("同意")
    tab_to(page, "确认通过")
    page.keyboard.press("Enter")

    expect(page.get_by_role("status").first).to_contain_text("已通过 2 条")
    expect(page.get_by_role("row").filter(has_text="孙二")).to_be_visible()


def tab_to(page: Page, name: str, *, back: bool = False) -> None:
    """Walk with the tabulator to a button."""
    for _ in range(30):
        page.keyboard.press("Shift+Tab" if back else "Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == name:
            return
    raise AssertionError(f"{name} cannot be reached by keyboard")


def test_enter_opens_the_row_and_escape_closes_the_dialog_without_a_decision(
    open_page: OpenPage, province: Province
) -> None:
    course = province.declare(province.open_class(scores={"钱一": 85}))
    page = open_page(province.employer)
    page.goto(group_address(province, course))

    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="钱一")).to_be_visible()
    page.get_by_role("button", name="退回", exact=True).focus()
    page.keyboard.press("Enter")
    page.keyboard.type("写了一半")
    page.keyboard.press("Escape")

    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("button", name="退回", exact=True)).to_be_focused()
    assert len(acts(page, province, course, "钱一")) == 2, "declared, and what waits"


def test_the_first_tab_leads_past_the_menu(open_page: OpenPage, province: Province) -> None:
    page = open_page(province.employer)
    page.goto("/inbox")

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到主要内容")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()


def test_a_base_declares_without_scripts(open_page: OpenPage, province: Province) -> None:
    course = province.open_class(scores={"钱一": 85, "孙二": 90, "李三": 70})
    page = open_page(province.base, scripts=False)
    page.goto("/base/declarations")

    page.get_by_role("textbox", name="培训班名称").fill(course.name)
    page.get_by_label("状态", exact=True).select_option(label="待申报")
    page.get_by_role("button", name="查询").click()
    for name in ("钱一", "孙二"):
        page.get_by_role("checkbox", name=f"选择 {name}").check()
    page.get_by_role("button", name="批量申报").click()

    expect(page.get_by_role("status").first).to_contain_text("2条成绩已申报")
    states = open_page(province.base, scripts=False)
    states.goto(f"/base/scores/{course.id}")
    expect(states.get_by_role("list", name="本班成绩进度")).to_contain_text(re.compile(r"待单位审核\s*2"))


def test_a_reviewer_decides_without_scripts(open_page: OpenPage, province: Province) -> None:
    course = province.declare(province.open_class(scores={"钱一": 85, "孙二": 90, "李三": 70}))
    page = open_page(province.employer, scripts=False)
    page.goto(group_address(province, course))

    page.get_by_role("checkbox", name="选择 钱一").check()
    page.locator("label", has_text=re.compile("^退回$")).click()
    page.get_by_role("button", name="确认").click()
    expect(page.get_by_text(re.compile("必须填写|须写明|请填写")).first).to_be_visible()
    expect(page.get_by_role("checkbox", name="选择 钱一")).to_be_checked()
    page.get_by_role("textbox", name="意见").fill("成绩与名单不符。")
    page.get_by_role("button", name="确认").click()
    expect(page.get_by_role("status").first).to_contain_text("已退回 1 条")

    page.get_by_role("checkbox", name=re.compile("办理全部 2 条")).check()
    page.get_by_role("button", name="确认").click()
    expect(page.get_by_role("status").first).to_contain_text("已通过 2 条")
