"""The base's guide walked in one go: from registering to the approved annual report, all parties included.

With GUIDE_PICTURES set to a folder, the pictures of docs/guide.md are made anew.
"""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from app.permissions import Actor
from app.services.reference.industries import load_industries
from models import User
from tests.browser import guide
from tests.browser.accessibility import accessibility_faults
from tests.browser.conftest import OpenPage
from tests.browser.site import Site
from tests.factories import (
    PASSWORD,
    make_employer,
    make_learner,
    make_member,
    make_region,
    nth_resident_id,
    resident_id_of,
)
from tests.registering import NUMBER, register_somewhere

EMPLOYER, REGION, LEARNER = "黄河测试医院", "黄河测试县", "钱学员"
LEARNER_NUMBER, COLLEAGUE_NUMBER = nth_resident_id(4_200_001), nth_resident_id(4_200_002)


class Walk:
    """The people on the other side of the base's flows, and a colleague of the learner."""

    def __init__(self, site: Site) -> None:
        with site.database.unit_of_work() as session:
            load_industries(session)
            registering = register_somewhere(session)
            region = make_region(session, name=REGION)
            employer = make_employer(session, hr=registering.hr, name=EMPLOYER, region_code=region.code)
            colleague = make_learner(session, employer=employer, name="孙学员")
            self.hr: Actor = registering.hr_member
            self.hr_name = registering.hr.name
            self.employer = make_member(session, employer, name="单位审核员")
            self.colleague = ("孙学员", resident_id_of(session.get_one(User, colleague.user_id)), 88)


@pytest.fixture(scope="module")
def walk(site: Site) -> Walk:
    return Walk(site)


def test_from_registering_to_the_approved_annual_report(open_page: OpenPage, walk: Walk, tmp_path: Path):
    base, hr, employer, learner = open_page(), open_page(walk.hr), open_page(walk.employer), open_page()
    guide.register(base, walk.hr_name)
    guide.sign_in(base, "继续教育基地", NUMBER, PASSWORD, named="sign-in")
    expect(base.get_by_role("alert")).to_contain_text("您的注册正在审核中")
    guide.decide(hr, "继续教育基地注册申请", guide.BASE, named="registration")
    guide.sign_in(base, "继续教育基地", NUMBER, PASSWORD)
    expect(base.get_by_role("navigation", name="主菜单")).to_be_visible()
    guide.picture(base, "home")
    guide.keep_own_data(base)
    guide.keep_own_account(base)
    guide.keep_administrators(base, COLLEAGUE_NUMBER)
    guide.keep_subject(base)
    guide.plan(base)
    guide.decide(hr, f"{guide.BASE}的培训计划", "合理用药培训")
    guide.teach(base)
    join(learner)
    guide.decide(employer, "专业技术人员注册申请", LEARNER)
    guide.enter_score(base, LEARNER_NUMBER)
    guide.import_scores(base, [walk.colleague], tmp_path)
    guide.declare(base, LEARNER)
    guide.decide(employer, "合理用药第一期", LEARNER, named="score")
    guide.decide(hr, "合理用药第一期", LEARNER)
    base.goto("/base/declarations")
    expect(base.get_by_role("row").filter(has_text=LEARNER)).to_contain_text("合格")
    see_hours(learner)
    guide.report(base)
    guide.decide(hr, f"{guide.BASE}的年审报告", "年审报告", "优秀")
    base.goto("/base/reports")
    expect(base.get_by_role("row").filter(has_text="年审报告").last).to_contain_text("审核通过（优秀）")
    assert base.get_by_role("link", name="删除").count() == 0
    assert accessibility_faults(base) == []
    guide.picture(base, "reports")


def join(page: Page) -> None:
    """The learner registers, too: scores are only for people whom the system knows."""
    page.goto("/")
    page.get_by_role("link", name="专业技术人员注册").click()
    page.get_by_label("用人单位所属区域").select_option(label=REGION)
    page.get_by_role("button", name="查询").click()
    page.get_by_role("link", name=f"选定 {EMPLOYER}").click()
    page.get_by_label("身份证号").fill(LEARNER_NUMBER)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=again]").fill(PASSWORD)
    page.get_by_label("真实姓名").fill(LEARNER)
    page.get_by_label("手机号码").fill("13800001236")
    page.get_by_label("电子邮箱").fill("qian@yiyuan.example")
    page.get_by_label("职称系列").select_option("卫生技术")
    page.locator("[name=privacy]").check()
    page.get_by_role("button", name="提交注册").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("注册成功")


def see_hours(page: Page) -> None:
    """The learner finds the hours that were approved."""
    guide.sign_in(page, "专业技术人员", LEARNER_NUMBER, PASSWORD)
    guide.menu(page, "我的学时")
    expect(page.get_by_text("合理用药第一期").first).to_be_visible()
    guide.picture(page, "hours")
