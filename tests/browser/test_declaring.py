"""学员成绩申报: a base declares one, some or all of its scores, and takes back what nobody has decided."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.province import Course, Province
from tests.browser.site import Site

MANY = 60  # more than a page
LOTS = 240  # more than is done within a request


@pytest.fixture
def page(open_page: OpenPage, province: Province) -> Page:
    """The base's administrator."""
    return open_page(province.base)


def everybody(count: int, *, failing: int = 0) -> dict[str, int]:
    """Scores of so many learners, each with a name of his own."""
    signs = "甲乙丙丁戊己庚辛壬癸"
    names = [f"学员{signs[n // 100]}{signs[n // 10 % 10]}{signs[n % 10]}" for n in range(count + failing)]
    return {name: 59 if place >= count else 80 for place, name in enumerate(names)}


def open_list(page: Page, course: Course, **asked: str) -> None:
    """From the menu to the scores of one class, by the filter."""
    page.goto("/")
    page.get_by_role("navigation", name="主菜单").get_by_role("link", name="学员成绩申报").click()
    page.get_by_role("button", name="选择培训班名称").click()
    page.get_by_role("dialog").get_by_role("searchbox").fill(course.name)
    page.get_by_role("dialog").get_by_role("button", name=course.name).click()
    for label, choice in asked.items():
        page.get_by_label(label, exact=True).select_option(label=choice)
    page.get_by_role("button", name="查询").click()
    expect(page.get_by_role("textbox", name="培训班名称")).to_have_value(course.name)


def row_of(page: Page, name: str) -> Locator:
    """The row of a learner."""
    return page.get_by_role("row").filter(has_text=name)


def test_one_score_is_declared_by_its_own_button(page: Page, province: Province) -> None:
    course = province.open_class(scores={"钱一": 85, "孙二": 90})
    open_list(page, course)

    page.get_by_role("button", name="申报 钱一 的成绩").click()

    expect(page.get_by_role("status").first).to_contain_text("1条成绩已申报")
    expect(page.get_by_role("status").first).to_contain_text("请等待用人单位管理员审批")
    expect(row_of(page, "钱一")).to_contain_text("待单位审核")
    expect(row_of(page, "钱一")).to_contain_text(province.chain.employer.name)
    expect(row_of(page, "孙二")).to_contain_text("待申报")


def test_a_failing_score_cannot_be_chosen_and_says_why(page: Page, province: Province) -> None:
    course = province.open_class(scores={"钱一": 85, "孙二": 59})
    open_list(page, course)

    expect(row_of(page, "孙二")).to_contain_text("未达合格线")
    expect(page.get_by_role("checkbox", name="选择 孙二")).to_be_disabled()
    expect(page.get_by_role("button", name="申报 孙二 的成绩")).to_have_count(0)
    expect(page.get_by_text("未达合格线的成绩不能申报")).to_be_visible()


def test_some_are_declared_and_the_others_stay(page: Page, province: Province) -> None:
    course = province.open_class(scores={"钱一": 85, "孙二": 90, "李三": 70})
    open_list(page, course, 状态="待申报")
    declare = page.get_by_role("button", name="批量申报")
    expect(declare).to_be_disabled()

    page.get_by_role("checkbox", name="选择 钱一").check()
    page.get_by_role("checkbox", name="选择 李三").check()
    expect(page.get_by_text("已选 2 条")).to_be_visible()
    declare.click()

    expect(page.get_by_role("status").first).to_contain_text("2条成绩已申报")
    expect(row_of(page, "孙二")).to_be_visible()
    expect(row_of(page, "钱一")).to_have_count(0)
    page.get_by_label("状态", exact=True).select_option(label="待单位审核")
    page.get_by_role("button", name="查询").click()
    expect(row_of(page, "钱一")).to_be_visible()


def test_all_that_the_filter_matches_is_declared_but_for_failing_scores(page: Page, province: Province) -> None:
    course = province.open_class(scores=everybody(MANY, failing=2))
    open_list(page, course)

    page.get_by_role("checkbox", name="选中本页全部").check()
    page.get_by_role("button", name=f"选中全部筛选结果（{MANY} 项）").click()
    page.get_by_role("button", name="批量申报").click()

    expect(page.get_by_role("status").first).to_contain_text(f"{MANY}条成绩已申报")
    page.goto(f"/base/scores/{course.id}")
    states = page.get_by_role("list", name="本班成绩进度")
    expect(states).to_contain_text(re.compile(rf"待单位审核\s*{MANY}"))
    expect(states).to_contain_text(re.compile(r"未达合格线\s*2"))


def test_a_large_declaration_shows_how_far_it_is_until_it_is_done(
    page: Page, site: Site, province: Province
) -> None:
    course = province.open_class(scores=everybody(LOTS))
    open_list(page, course)
    page.get_by_role("checkbox", name="选中本页全部").check()
    page.get_by_role("button", name=f"选中全部筛选结果（{LOTS} 项）").click()

    with site.busy_worker():
        page.get_by_role("button", name="批量申报").click()
        expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("批量申报"))
        expect(page.get_by_text("排队中")).to_be_visible()
        expect(page.get_by_role("progressbar")).to_be_visible()

    expect(page.get_by_text(f"已完成，共 {LOTS}")).to_be_visible()
    expect(page.get_by_text(f"已办理 {LOTS} 条")).to_be_visible()
    page.get_by_role("link", name="回到学员成绩申报").click()
    expect(page.get_by_role("heading", level=1, name="学员成绩申报")).to_be_visible()


def test_what_nobody_has_decided_is_withdrawn_with_a_reason_and_may_be_declared_again(
    page: Page, province: Province
) -> None:
    course = province.declare(province.open_class(scores={"钱一": 85, "孙二": 90}))
    open_list(page, course)

    page.get_by_role("button", name="撤回 钱一 的申报").click()
    page.get_by_role("button", name="撤回 1 条").click()
    expect(page.get_by_role("alert")).to_contain_text("撤回原因")
    page.get_by_role("textbox", name="撤回原因").fill("班次填错，重新核对后再报。")
    page.get_by_role("button", name="撤回 1 条").click()

    expect(page.get_by_role("status").first).to_contain_text("已撤回1条")
    expect(row_of(page, "钱一")).to_contain_text("待申报")
    expect(row_of(page, "孙二")).to_contain_text("待单位审核")
    page.get_by_role("button", name="申报 钱一 的成绩").click()
    expect(row_of(page, "钱一")).to_contain_text("待单位审核")


def test_what_the_employer_has_decided_can_no_longer_be_withdrawn(page: Page, province: Province) -> None:
    course = province.declare(province.open_class(scores={"钱一": 85}))
    open_list(page, course)
    province.decide(course, by=province.employer)

    page.get_by_role("button", name="撤回 钱一 的申报").click()
    page.get_by_role("textbox", name="撤回原因").fill("班次填错。")
    page.get_by_role("button", name="撤回 1 条").click()

    expect(page.get_by_role("alert")).to_contain_text("该事项已有单位办理过")
    expect(row_of(page, "钱一")).to_contain_text("待人社审核")
