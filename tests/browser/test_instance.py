"""The page of one row: where it is now, who did what and why, and the diagram with the way that it took."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.province import Province

REASON = "考勤不足三分之二，请核实后重报。"


def node(page: Page, id: str) -> Locator:
    """A node of the drawn diagram."""
    return page.locator(f'.diagram-canvas svg g[data-element-id="{id}"]')


def entries(page: Page) -> Locator:
    """The acts of the timeline, in their order."""
    return page.get_by_role("list", name="办理过程").get_by_role("listitem")


def test_a_waiting_row_says_who_has_it_whom_to_call_and_how_long(open_page: OpenPage, province: Province) -> None:
    course = province.declare(province.open_class(scores={"钱一": 85}))
    page = open_page(province.base)
    page.goto("/instances")
    page.get_by_role("link", name="钱一", exact=True).first.click()

    now = page.get_by_role("region", name="当前情况")
    expect(now).to_contain_text(province.chain.employer.name)
    expect(now).to_contain_text("用人单位审核")
    expect(now).to_contain_text(province.chain.employer.contact_name)
    expect(now.get_by_role("link", name=province.chain.employer.contact_phone)).to_have_attribute(
        "href", f"tel:{province.chain.employer.contact_phone}"
    )
    expect(now).to_contain_text("今天到")
    expect(page.get_by_role("region", name="申报内容")).to_contain_text(course.name)


def test_the_timeline_tells_who_decided_what_and_why(open_page: OpenPage, province: Province) -> None:
    course = province.declare(province.open_class(scores={"钱一": 85}))
    province.decide(course, by=province.employer, comment="材料齐全。")
    province.decide(course, by=province.hr, outcome="return", comment=REASON)
    page = open_page(province.base)
    page.goto(f"/instances/{province.instance_of(course, '钱一')}")

    expect(page.get_by_role("heading", level=1)).to_contain_text("已退回")
    expect(page.get_by_text(f"退回原因：{REASON}")).to_be_visible()
    for place, (who, said) in enumerate(
        [
            (province.base, "提交申报"),
            (province.employer, "材料齐全。"),
            (province.hr, REASON),
            (province.base, "修改并重新申报"),
        ]
    ):
        expect(entries(page).nth(place)).to_contain_text(said)
        expect(entries(page).nth(place)).to_contain_text(who.organization_name)
    expect(entries(page).nth(3)).to_have_attribute("aria-current", "step")


def test_the_diagram_is_drawn_with_the_way_taken_and_the_present_place_lit(
    open_page: OpenPage, province: Province
) -> None:
    course = province.declare(province.open_class(scores={"钱一": 85}))
    province.decide(course, by=province.employer)
    page = open_page(province.hr)
    page.goto(f"/instances/{province.instance_of(course, '钱一')}")

    expect(node(page, "hr_review")).to_have_class(re.compile(r"\bis-open\b"))
    expect(node(page, "employer_review")).to_have_class(re.compile(r"\bis-taken\b"))
    expect(node(page, "employer_decides")).to_have_class(re.compile(r"\bis-taken\b"))
    expect(node(page, "revise")).not_to_have_class(re.compile(r"\bis-(open|taken)\b"))
    expect(page.locator(".is-open")).to_have_count(1)
    assert colour_of(page, "hr_review") != colour_of(page, "revise")
    assert colour_of(page, "employer_review") != colour_of(page, "revise")
    expect(page.get_by_title(re.compile("bpmn", re.IGNORECASE))).to_be_visible()


def colour_of(page: Page, id: str) -> tuple[str, str]:
    """Fill and line of a node, as they are drawn."""
    shape = node(page, id).locator(".djs-visual > :first-child")
    fill, stroke = shape.evaluate("one => [getComputedStyle(one).fill, getComputedStyle(one).stroke]")
    return str(fill), str(stroke)


def test_a_finished_row_says_how_it_ended_and_lights_its_end(open_page: OpenPage, province: Province) -> None:
    course = province.declare(province.open_class(scores={"钱一": 85}))
    province.decide(course, by=province.employer)
    province.decide(course, by=province.hr)
    page = open_page(course.people["钱一"].actor)
    page.goto("/hours")
    page.get_by_role("link", name=f"查看 {course.name} 的办理过程").click()

    expect(page.get_by_role("region", name="当前情况")).to_contain_text("合格")
    expect(node(page, "approved")).to_have_class(re.compile(r"\bis-taken\b"))
    expect(page.locator(".is-open")).to_have_count(0)
    expect(page.get_by_role("button", name="通过")).to_have_count(0)


def test_a_reviewer_decides_on_the_page_itself(open_page: OpenPage, province: Province) -> None:
    course = province.declare(province.open_class(scores={"钱一": 85}))
    page = open_page(province.employer)
    page.goto(f"/instances/{province.instance_of(course, '钱一')}")

    page.get_by_role("button", name="通过", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="确认通过").click()

    expect(page.get_by_role("status").first).to_contain_text("已通过 1 条")
    expect(page.get_by_role("region", name="当前情况")).to_contain_text(province.chain.hr.name)


def test_the_base_takes_back_what_nobody_decided(open_page: OpenPage, province: Province) -> None:
    course = province.declare(province.open_class(scores={"钱一": 85}))
    page = open_page(province.base)
    page.goto(f"/instances/{province.instance_of(course, '钱一')}")

    page.get_by_role("button", name="撤回", exact=True).click()
    page.get_by_role("dialog").get_by_role("textbox", name="撤回原因").fill("班次填错。")
    page.get_by_role("dialog").get_by_role("button", name="确认撤回").click()

    expect(page.get_by_role("status").first).to_contain_text("已撤回")
    expect(page.get_by_role("heading", level=1)).to_contain_text("已撤回")
    expect(entries(page).nth(1)).to_contain_text("班次填错。")
    expect(page.get_by_role("button", name="撤回", exact=True)).to_have_count(0)


def test_whoever_comes_second_is_told_who_was_first(open_page: OpenPage, province: Province) -> None:
    """Two colleagues have the same page open."""
    course = province.declare(province.open_class(scores={"钱一": 85}))
    page = open_page(province.employer)
    page.goto(f"/instances/{province.instance_of(course, '钱一')}")
    province.decide(course, by=province.employer, outcome="reject", comment="未参加培训。")

    page.get_by_role("button", name="通过", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="确认通过").click()

    expect(page.get_by_role("alert")).to_contain_text("已不在您的待办中")
    expect(page.get_by_role("heading", level=1)).to_contain_text("不予通过")


def test_the_whole_id_number_is_shown_to_the_reviewer_on_demand(open_page: OpenPage, province: Province) -> None:
    course = province.declare(province.open_class(scores={"钱一": 85}))
    number = course.people["钱一"].resident_id
    page = open_page(province.employer)
    page.goto(f"/instances/{province.instance_of(course, '钱一')}")
    expect(page.get_by_text(number)).to_have_count(0)

    page.get_by_role("button", name="显示完整号码").click()

    expect(page.get_by_text(number)).to_be_visible()
    expect(page.get_by_text("本次查看已记入审计日志")).to_be_visible()
