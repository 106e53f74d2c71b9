"""待办事项: employer and HR department decide, the base corrects what came back, the learner sees his hours."""

import re

from playwright.sync_api import expect

from models import SubjectType
from tests.browser.conftest import OpenPage
from tests.browser.inbox import choose, decide, open_dialog, open_group, open_inbox, row_of
from tests.browser.province import Province
from tests.factories import make_subject

REASON = "考勤不足三分之二，请核实后重报。"


def test_the_inbox_is_folded_by_class_with_counts_first(open_page: OpenPage, province: Province) -> None:
    first = province.declare(province.open_class(scores={"钱一": 85, "孙二": 90, "李三": 70}))
    second = province.declare(province.open_class(scores={"周四": 75}))
    page = open_page(province.employer)
    open_inbox(page)

    expect(row_of(page, first.name)).to_contain_text(re.compile(r"3\s*条"))
    expect(row_of(page, first.name)).to_contain_text("用人单位审核")
    expect(row_of(page, second.name)).to_contain_text(re.compile(r"1\s*条"))

    row_of(page, first.name).get_by_text(province.chain.base.name).click()
    peek = row_of(page, first.name).get_by_role("list")
    for name in first.people:
        expect(peek).to_contain_text(name)


def test_some_are_approved_one_returned_one_rejected(open_page: OpenPage, province: Province) -> None:
    course = province.declare(province.open_class(scores={"钱一": 85, "孙二": 90, "李三": 70, "周四": 75}))
    page = open_page(province.employer)
    open_group(page, course)

    choose(page, "钱一", "孙二")
    expect(page.get_by_text("已选 2 条")).to_be_visible()
    decide(page, "通过")
    expect(page.get_by_role("status").first).to_contain_text("已通过 2 条")
    expect(row_of(page, "钱一")).to_have_count(0)

    choose(page, "李三")
    decide(page, "退回", REASON)
    expect(page.get_by_role("status").first).to_contain_text("已退回 1 条")

    choose(page, "周四")
    decide(page, "不予通过", "未参加培训。")
    expect(page.get_by_role("status").first).to_contain_text("不予通过")
    expect(page.get_by_role("heading", level=1, name="待办事项")).to_be_visible()
    expect(page.get_by_role("link", name=course.name, exact=True)).to_have_count(0)


def test_nothing_is_returned_without_a_reason_and_nothing_typed_is_lost(
    open_page: OpenPage, province: Province
) -> None:
    """The browser stops an empty comment; one of blanks gets as far as the server, which asks again."""
    course = province.declare(province.open_class(scores={"钱一": 85, "孙二": 90}))
    page = open_page(province.employer)
    open_group(page, course)
    choose(page, "孙二")

    dialog = open_dialog(page, "退回")
    dialog.get_by_role("button", name="确认退回").click()
    expect(dialog.get_by_role("textbox")).to_have_js_property("validity.valueMissing", True)
    expect(dialog).to_be_visible()

    dialog.get_by_role("textbox").fill("   ")
    dialog.get_by_role("button", name="确认退回").click()
    dialog = page.get_by_role("dialog", name="办理意见")
    expect(dialog).to_contain_text(re.compile("意见.*填写|必须填写|须写明"))
    expect(dialog.get_by_role("radio", name="退回")).to_be_checked()
    expect(page.get_by_text("共 1 项")).to_be_visible()

    dialog.get_by_role("textbox").fill(REASON)
    dialog.get_by_role("button", name="确认退回").click()
    expect(page.get_by_role("status").first).to_contain_text("已退回 1 条")
    expect(row_of(page, "钱一")).to_be_visible()
    expect(row_of(page, "孙二")).to_have_count(0)


def test_what_the_hr_department_approves_is_qualified(open_page: OpenPage, province: Province) -> None:
    course = province.declare(province.open_class(scores={"钱一": 85, "孙二": 90}))
    province.decide(course, by=province.employer, comment="材料齐全。")
    page = open_page(province.hr)
    open_group(page, course)
    expect(row_of(page, "钱一")).to_contain_text("材料齐全")

    page.get_by_role("checkbox", name="选中本页全部").check()
    decide(page, "通过")
    expect(page.get_by_role("status").first).to_contain_text("已通过 2 条")

    base = open_page(province.base)
    base.goto(f"/base/scores/{course.id}")
    expect(row_of(base, "钱一")).to_contain_text("合格")
    expect(row_of(base, "孙二")).to_contain_text("合格")


def test_whole_classes_are_approved_from_the_inbox(open_page: OpenPage, province: Province) -> None:
    first = province.declare(province.open_class(scores={"钱一": 85, "孙二": 90}))
    second = province.declare(province.open_class(scores={"李三": 70}))
    page = open_page(province.employer)
    open_inbox(page)

    for course in (first, second):
        page.get_by_role("checkbox", name=re.compile(f"选择 {course.name}（")).check()
    page.get_by_role("button", name="整组通过").click()
    dialog = page.get_by_role("dialog", name="办理意见")
    expect(dialog).to_contain_text(re.compile(r"2\s*组，\s*3\s*条"))
    dialog.get_by_role("button", name="确认通过").click()

    expect(page.get_by_role("status").first).to_contain_text("已通过 3 条")
    expect(page.get_by_role("link", name=first.name, exact=True)).to_have_count(0)


def test_a_returned_score_is_corrected_with_the_reason_in_view(open_page: OpenPage, province: Province) -> None:
    course = province.declare(province.open_class(scores={"钱一": 85}))
    province.decide(course, by=province.employer, outcome="return", comment=REASON)
    page = open_page(province.base)
    page.goto("/")
    expect(page.get_by_role("region", name="最近退回，待更正")).to_contain_text(REASON)

    open_group(page, course)
    page.get_by_role("link", name="更正 钱一 的成绩").click()
    expect(page.get_by_text(REASON)).to_be_visible()
    page.get_by_role("textbox", name="成绩", exact=True).fill("88")
    page.get_by_role("textbox", name="更正说明").fill("已补考勤记录。")
    page.get_by_role("button", name="重新提交").click()
    expect(page.get_by_role("status").first).to_contain_text("已更正并重新提交")

    employer = open_page(province.employer)
    open_group(employer, course)
    expect(employer.get_by_text("第 2 次提交")).to_be_visible()
    expect(row_of(employer, "钱一")).to_contain_text("88")
    employer.get_by_role("link", name="钱一", exact=True).click()
    changes = employer.get_by_role("group", name="更正前后对照").get_by_role("row").filter(has_text="成绩")
    expect(changes).to_contain_text("85")
    expect(changes).to_contain_text("88")


def test_a_correction_below_the_pass_mark_is_refused(open_page: OpenPage, province: Province) -> None:
    course = province.declare(province.open_class(scores={"钱一": 85}))
    province.decide(course, by=province.employer, outcome="return", comment=REASON)
    page = open_page(province.base)
    page.goto(f"/instances/{province.instance_of(course, '钱一')}/correct")

    page.get_by_role("textbox", name="成绩", exact=True).fill("50")
    page.get_by_role("textbox", name="更正说明").fill("笔误。")
    page.get_by_role("button", name="重新提交").click()

    expect(page.get_by_role("alert")).to_contain_text("未达到合格线")
    expect(page.get_by_role("textbox", name="更正说明")).to_have_value("笔误。")


def test_the_learner_sees_his_hours_against_the_minimum_and_the_state_of_each_score(
    open_page: OpenPage, province: Province
) -> None:
    with province.database.unit_of_work() as session:
        public = make_subject(session, organization=province.chain.base, kind=SubjectType.PUBLIC)
    course = province.declare(province.open_class(scores={"钱一": 85}, subject=public, hours=24))
    learner = course.people["钱一"].actor
    page = open_page(learner)

    page.goto("/hours")
    year = page.get_by_role("table", name="各年度学时").get_by_role("row").filter(has_text="2026 年")
    expect(year).to_contain_text("0.0 / 90.0")
    expect(year).to_contain_text("24.0 学时")
    score = page.get_by_role("table", name="我的成绩").get_by_role("row").filter(has_text=course.name)
    expect(score).to_contain_text("待单位审核")
    expect(score).to_contain_text(province.chain.employer.name)

    province.decide(course, by=province.employer)
    province.decide(course, by=province.hr)
    page.reload()
    expect(score).to_contain_text("合格")
    expect(year).to_contain_text("24.0 / 90.0")
    expect(year).to_contain_text("24.0 / 24.0")
    expect(year).to_contain_text("0.0 / 60.0")
    expect(year).to_contain_text("还差 66.0 学时")
    expect(year).to_contain_text("专业 60.0")
    expect(page.get_by_role("img", name=re.compile("各年度公需学时和专业学时")).locator("svg")).to_be_visible()
