"""An HR department's own pages in Chromium: notices, rules, public subjects, statistics and revoking."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from app.services.diagrams.publish import publish_shipped
from models import ScoreState, SubjectType, YearRule
from tests.browser.accessibility import accessibility_faults
from tests.browser.conftest import DESKTOP, TELEPHONE, OpenPage
from tests.browser.site import Site
from tests.factories import learner_actor, make_chain, make_member, make_notice, make_score, make_subject

PICTURES = os.environ.get("PICTURES")  # a folder for those who want to look themselves
MINIMUM = {"total_hours": 90, "public_hours": 24, "professional_hours": 60, "hours_per_day": 8, "pass_mark": 60}


@pytest.fixture(scope="module")
def known(site: Site) -> dict[str, object]:
    """A province with a rule, a public subject, and a learner with a qualified score in a county."""
    with site.database.unit_of_work() as session:
        publish_shipped(session)
        chain = make_chain(session)
        rule = YearRule(region_code=chain.province_hr.region_code, year=2026, **MINIMUM)
        session.add(rule)
        province = make_member(session, chain.province_hr, name="省厅管理员")
        subject = make_subject(
            session, organization=chain.province_hr, kind=SubjectType.PUBLIC, year=2026, name="人工智能通识"
        )
        make_score(session, chain.training_class, chain.learners[0], state=ScoreState.QUALIFIED)
        return {
            "province": province,
            "county": chain.hr_member,
            "colleague": make_member(session, chain.hr, name="复核员"),
            "base": chain.base_member,
            "learner": learner_actor(session, chain.learners[0]),
            "class_name": chain.training_class.name,
            "learner_name": chain.learners[0].name,
            "notice": make_notice(session, by=province, title="关于申报工作的通知").id,
            "rule": rule.id,
            "subject": subject.id,
        }


PAGES = {
    "/hr/notices": "province",
    "/hr/notices/{notice}/edit": "province",
    "/hr/year-rules": "province",
    "/hr/year-rules/{rule}/edit": "province",
    "/hr/subjects": "province",
    "/hr/subjects/new": "province",
    "/hr/subjects/{subject}/edit": "province",
    "/hr/revocations": "county",
    "/hr/revocations/proposals": "county",
}


def look(page: Page, name: str, size: tuple[int, int]) -> None:
    """The page has no fault and fits."""
    assert accessibility_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name.replace('/', '_')}_{size[0]}.png", full_page=True)


@pytest.mark.parametrize("size", [DESKTOP, TELEPHONE], ids=["desktop", "telephone"])
@pytest.mark.parametrize("address", PAGES)
def test_a_page_has_no_fault_and_fits(open_page: OpenPage, known: dict, address: str, size: tuple[int, int]):
    page = open_page(known[PAGES[address]], size=size)
    page.goto(address.format(**known))
    look(page, address, size)


def menu(page: Page, label: str) -> None:
    page.goto("/home")
    page.get_by_role("navigation", name="主菜单").get_by_role("link", name=label).click()


def test_a_notice_is_read_on_the_home_page_until_it_is_withdrawn(open_page: OpenPage, known: dict):
    page, reader = open_page(known["province"]), open_page()
    menu(page, "通知公告管理")
    page.get_by_role("link", name="新增通知").click()
    page.get_by_label("标题").fill("平台停机维护公告")
    page.get_by_label("正文").fill("今晚十点起停机两小时。\n\n请提前保存。")
    page.get_by_label("置顶").check()
    page.get_by_role("button", name="发布").click()
    expect(page.get_by_role("row", name="平台停机维护公告")).to_contain_text("置顶")
    reader.goto("/")
    reader.get_by_role("link", name="平台停机维护公告").click()
    expect(reader.get_by_text("请提前保存。")).to_be_visible()
    page.get_by_role("link", name="撤下 平台停机维护公告").click()
    page.get_by_role("button", name="撤下").click()
    expect(page.get_by_role("row", name="平台停机维护公告")).to_contain_text("已撤下")
    reader.goto("/")
    expect(reader.get_by_role("link", name="平台停机维护公告")).to_have_count(0)


def test_a_rule_is_copied_for_the_next_year_and_mended(open_page: OpenPage, known: dict):
    page = open_page(known["province"])
    menu(page, "年度规则")
    page.get_by_role("button", name="新增 2027 年度规则").click()
    page.get_by_role("link", name="编辑 2027 年度规则").click()
    page.get_by_label("年度总学时").fill("80")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("alert")).to_contain_text("不能超过年度总学时")
    look(page, "rule-refused", DESKTOP)
    page.get_by_label("年度总学时").fill("100")
    page.get_by_label("申报截止日期").fill("2027-12-20")
    page.get_by_role("button", name="保存").click()
    row = page.get_by_role("row", name="2027 年")
    expect(row).to_contain_text("100")
    expect(row).to_contain_text("2027-12-20")


def test_a_public_subject_is_offered_to_bases_until_it_is_disabled(open_page: OpenPage, known: dict):
    page, base = open_page(known["province"]), open_page(known["base"])
    menu(page, "公需科目管理")
    page.get_by_role("link", name="新增公需科目").click()
    page.get_by_label("科目名称").fill("碳达峰碳中和")
    page.get_by_label("年度").fill("2026")
    page.get_by_label("学时").fill("24")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("row", name="碳达峰碳中和")).to_contain_text("启用")
    assert "碳达峰碳中和" in subjects_offered_to(base)
    page.get_by_role("button", name="禁用 碳达峰碳中和").click()
    expect(page.get_by_role("row", name="碳达峰碳中和")).to_contain_text("已禁用")
    offered = subjects_offered_to(base)
    assert "碳达峰碳中和" not in offered
    assert "人工智能通识" in offered


def subjects_offered_to(base: Page) -> str:
    """What the form of a plan offers for public subjects of the year."""
    base.goto("/base/plans/new")
    with base.expect_response("**/base/plans/subjects*"):
        base.get_by_label("培训年度").fill("2026")
        base.keyboard.press("Tab")
    with base.expect_response("**/base/plans/subjects*"):
        base.get_by_label("公需科目").check()
    expect(base.get_by_label("培训科目")).to_contain_text("人工智能通识")
    return base.get_by_label("培训科目").inner_text()


@pytest.mark.parametrize("size", [DESKTOP, TELEPHONE], ids=["desktop", "telephone"])
def test_the_menu_leads_to_the_statistics(open_page: OpenPage, known: dict, size: tuple[int, int]):
    page = open_page(known["province"], size=size)
    page.goto("/home")
    if size == TELEPHONE:
        page.get_by_role("button", name="菜单").click()
    page.get_by_role("navigation", name="主菜单").get_by_role("link", name="查询统计").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.wait_for_load_state("networkidle")
    look(page, "statistics", size)


def test_what_one_proposes_another_confirms_and_the_hours_are_gone(open_page: OpenPage, known: dict):
    page, colleague, learner = (open_page(known[who]) for who in ("county", "colleague", "learner"))
    name = str(known["learner_name"])
    menu(page, "学时审验")
    page.get_by_role("row", name=name).get_by_role("checkbox").check()
    page.get_by_label("审验不通过的原因").fill("签到表与考勤记录不符。")
    page.get_by_role("button", name="提议审验不通过").click()
    expect(page.get_by_role("row", name=name)).to_contain_text("待复核")
    page.get_by_role("link", name=f"{name} 的审验提议详情").click()
    expect(page.get_by_text("提交审验提议").first).to_be_visible()
    colleague.goto("/inbox")
    colleague.get_by_role("main").get_by_role("link", name=str(known["class_name"])).first.click()
    colleague.get_by_role("table").get_by_role("link", name=name).first.click()
    look(colleague, "revocation", DESKTOP)
    colleague.get_by_role("button", name="确认审验不通过").first.click()
    colleague.locator("dialog[open] [data-confirm]").click()
    expect(colleague.get_by_role("status").first).to_be_visible()
    learner.goto("/hours")
    expect(learner.get_by_text("签到表与考勤记录不符。")).to_be_visible()
