"""The base's guide walked in one go: from registering to the approved annual report, all parties included.

With GUIDE_PICTURES set to a folder, the pictures of docs/guide.md are made anew.
"""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from app.permissions import Actor
from models import Industry, User
from tests.browser.choosers import pick
from tests.browser.conftest import OpenPage
from tests.browser.site import Site
from tests.factories import PASSWORD, make_employer, make_learner, make_member, resident_id_of
from tests.factories.planning import PDF
from tests.registering import CODE, NAME, NUMBER, register_somewhere

PICTURES = os.environ.get("GUIDE_PICTURES")
BASE = "黄河继续教育学院"


class Walk:
    """One base, and the people on the other side of each of its flows."""

    def __init__(self, site: Site) -> None:
        with site.database.unit_of_work() as session:
            session.add(Industry(code="P", name="教育"))
            registering = register_somewhere(session)
            employer = make_employer(session, hr=registering.hr)
            learner = make_learner(session, employer=employer, name="钱学员")
            self.hr: Actor = registering.hr_member
            self.hr_name = registering.hr.name
            self.employer = make_member(session, employer, name="单位审核员")
            self.learner_number = resident_id_of(session.get_one(User, learner.user_id))


@pytest.fixture(scope="module")
def walk(site: Site) -> Walk:
    return Walk(site)


def picture(page: Page, name: str) -> None:
    """Keep what the reader sees, for the guide's table."""
    if PICTURES:
        page.wait_for_load_state("networkidle")
        page.screenshot(path=Path(PICTURES) / f"{name}.png")


def menu(page: Page, label: str) -> None:
    page.get_by_role("navigation", name="主菜单").get_by_role("link", name=label).click()


def decide(page: Page, group: str, item: str, outcome: str = "通过") -> None:
    """Open a row of the inbox and decide it."""
    page.goto("/inbox")
    page.get_by_role("link", name=group).first.click()
    page.get_by_role("table").get_by_role("link", name=item).first.click()
    page.get_by_role("button", name=outcome, exact=True).first.click()
    page.locator("dialog[open] [data-confirm]").click()
    expect(page.get_by_role("status").first).to_be_visible()


def test_from_registering_to_the_approved_annual_report(open_page: OpenPage, walk: Walk):
    base, hr, employer = open_page(), open_page(walk.hr), open_page(walk.employer)
    base.goto("/")
    picture(base, "front")
    register(base, walk)
    decide(hr, "继续教育基地注册申请", BASE)
    sign_in(base)
    keep_subject(base)
    plan(base)
    decide(hr, f"{BASE}的培训计划", "合理用药培训")
    teach(base)
    score(base, walk)
    decide(employer, "合理用药第一期", "钱学员")
    decide(hr, "合理用药第一期", "钱学员")
    base.goto("/base/declarations")
    expect(base.get_by_role("row").filter(has_text="钱学员")).to_contain_text("合格")
    report(base)
    decide(hr, f"{BASE}的年审报告", "年审报告", "优秀")
    base.goto("/base/reports")
    expect(base.get_by_role("row").filter(has_text="年审报告").last).to_contain_text("审核通过（优秀）")
    picture(base, "reports")


def register(page: Page, walk: Walk) -> None:
    """注册: code and scan, profile, applicant."""
    page.goto("/register/base/code")
    page.get_by_label("统一社会信用代码或法人机构代码").fill(CODE)
    page.set_input_files("input[type=file]", {"name": "证书.pdf", "mimeType": "application/pdf", "buffer": PDF})
    picture(page, "register")
    page.get_by_role("button", name="下一步").click()
    page.get_by_label("机构名称").fill(BASE)
    pick(page, "同级人社部门", walk.hr_name)
    pick(page, "所属行业", "教育")
    pick(page, "培训机构级别", "县级")
    page.get_by_label("联系人").fill("李联系")
    page.get_by_label("联系电话").fill("0371-65901234")
    page.get_by_role("button", name="下一步").click()
    page.get_by_label("身份证号").fill(NUMBER)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=again]").fill(PASSWORD)
    page.get_by_label("真实姓名").fill(NAME)
    page.get_by_label("手机号码").fill("13800001234")
    page.locator("[name=privacy]").check()
    page.get_by_role("button", name="提交注册").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("注册成功")


def sign_in(page: Page) -> None:
    """登录: only now that the registration was approved."""
    page.goto("/sign-in?type=base")
    page.get_by_label("身份证号").fill(NUMBER)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("navigation", name="主菜单")).to_be_visible()
    picture(page, "home")


def keep_subject(page: Page) -> None:
    """专业科目管理."""
    page.goto("/base/subjects/new")
    page.get_by_label("科目名称").fill("合理用药")
    page.get_by_label("年度").fill("2026")
    page.get_by_label("学时").fill("24")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("row").filter(has_text="合理用药").first).to_be_visible()


def plan(page: Page) -> None:
    """培训计划管理: create and submit."""
    page.goto("/base/plans/new")
    page.get_by_label("计划名称").fill("合理用药培训")
    page.get_by_label("专业科目").check()
    with page.expect_response("**/base/plans/subjects*"):  # the select is filled anew for type and year
        page.get_by_label("培训年度").fill("2026")
        page.keyboard.press("Tab")
    page.get_by_label("培训人数").fill("30")
    page.get_by_label("学时").fill("24")
    page.get_by_label("开始日期").fill("2026-03-01")
    page.get_by_label("结束日期").fill("2026-10-31")
    page.get_by_label("面授").check()
    page.get_by_label("培训科目").select_option(label="合理用药")
    page.get_by_role("button", name="保存").click()
    page.get_by_role("button", name="提交审核").click()
    expect(page.get_by_text("提交成功")).to_be_visible()
    picture(page, "plan")


def teach(page: Page) -> None:
    """培训班管理: a class on the effective plan."""
    page.goto("/base/plans")
    page.get_by_role("link", name="合理用药培训").first.click()
    page.get_by_role("link", name="添加培训班").click()
    page.get_by_label("培训班名称").fill("合理用药第一期")
    page.get_by_label("开始日期").fill("2026-05-11")
    page.get_by_label("结束日期").fill("2026-05-15")
    page.get_by_label("培训地点").fill("一号教室")
    page.get_by_label("学时").fill("24")
    page.get_by_label("合格线").fill("60")
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_role("row").filter(has_text="合理用药第一期").first).to_be_visible()


def score(page: Page, walk: Walk) -> None:
    """学员成绩管理 and 学员成绩申报."""
    menu(page, "学员成绩管理")
    page.get_by_role("button", name="选择培训班名称").click()
    page.get_by_role("dialog").get_by_role("button", name="合理用药第一期").click()
    page.get_by_role("button", name="进入").click()
    page.get_by_role("textbox", name="身份证号", exact=True).fill(walk.learner_number)
    page.get_by_role("textbox", name="成绩", exact=True).fill("92")
    page.get_by_role("button", name="成绩录入").click()
    expect(page.get_by_role("status")).to_contain_text("钱学员")
    picture(page, "scores")
    menu(page, "学员成绩申报")
    page.get_by_role("button", name="申报 钱学员 的成绩").click()
    confirm = page.locator("dialog[open] button[type=submit]")
    if confirm.count():
        confirm.click()
    expect(page.get_by_role("status").first).to_contain_text(re.compile("已申报"))
    picture(page, "declarations")


def report(page: Page) -> None:
    """年审报告管理: write, check, declare."""
    page.goto("/base/reports/new")
    expect(page.get_by_label("本年度培训任务完成情况")).to_have_value(re.compile("审核合格1条"))
    page.get_by_label("下年度培训计划").fill("举办培训三期。")
    page.get_by_role("button", name="保存").click()
    page.get_by_role("link", name="核对并申报").click()
    picture(page, "declare-report")
    page.get_by_role("button", name="确认无误，申报").click()
    expect(page.get_by_text("申报成功")).to_be_visible()
