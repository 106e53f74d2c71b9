"""The start page of each role in Chromium: no fault for those who cannot see it, none wider than a telephone."""

import os
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from models import YearRule
from tests.browser.conftest import DESKTOP, TELEPHONE, OpenPage
from tests.browser.inspection import faults_of
from tests.browser.province import MINIMUM, YEAR, Province
from tests.certifying import reach_standard
from tests.factories import make_class, make_notice
from tests.today import today
from tests.transferring import transfer_somebody

PICTURES = os.environ.get("PICTURES")  # a folder for those who want to look themselves
REASON = "考勤不足三分之二，请核实后重报。"
MARKS = {"钱一": 85, "孙二": 90, "李三": 70, "周四": 75, "吴五": 66, "王七": 59}


@pytest.fixture(scope="module")
def people(province: Province) -> dict[str, object]:
    """A class whose scores stand everywhere, deadlines that are near, notices, and a learner with a certificate."""
    course = province.open_class(scores=MARKS, title="2026年公需科目：职业道德与法律法规培训班（第1期）")
    province.declare(course, "钱一", "孙二", "李三", "周四")
    province.decide(course, "李三", by=province.employer, outcome="return", comment=REASON)
    province.decide(course, "钱一", "孙二", by=province.employer)
    province.decide(course, "钱一", by=province.hr)
    with province.database.unit_of_work() as session:
        rule = session.query(YearRule).filter_by(year=YEAR).one()
        rule.declare_from, rule.declare_until = date(YEAR, 3, 1), today() + timedelta(days=5)
        rule.public_deadline = today() + timedelta(days=20)
        session.add(YearRule(region_code=rule.region_code, year=YEAR - 1, declare_until=today(), **MINIMUM))
        make_class(session, base=province.chain.base, training_year=YEAR - 1)
        make_notice(session, by=province.hr)
        certified, reached, moving = reach_standard(session), reach_standard(session), transfer_somebody(session)
        certified.issue()
        moving.request()
    return {
        "base": province.base,
        "employer": province.employer,
        "hr": province.hr,
        "learner": course.people["钱一"].actor,
        "certified learner": certified.actor,
        "learner who reached the standard": reached.actor,
        "learner who moves": moving.actor,
    }


LEARNERS = ["learner", "certified learner", "learner who reached the standard", "learner who moves"]


@pytest.mark.parametrize("who", ["base", "employer", "hr", *LEARNERS])
def test_a_start_page_fits_and_can_be_used_by_everybody(open_page: OpenPage, people: dict[str, object], who: str):
    page = open_page(people[who], size=TELEPHONE)
    page.goto("/")
    expect(page.get_by_role("heading", level=1, name="首页")).to_be_visible()
    for size in (TELEPHONE, DESKTOP):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        assert faults_of(page) == []
        if PICTURES:
            page.screenshot(path=Path(PICTURES) / f"home-{who}-{size[0]}.png", full_page=True)


def test_from_the_start_page_a_returned_score_is_corrected(open_page: OpenPage, people: dict[str, object]):
    page = open_page(people["base"])
    page.goto("/home")
    back = page.get_by_role("region", name="最近退回，待更正")
    expect(back).to_contain_text(REASON)
    back.get_by_role("link", name="李三").click()
    expect(page.get_by_role("link", name="更正")).to_be_visible()


def test_a_reviewer_goes_from_the_count_to_the_rows(open_page: OpenPage, people: dict[str, object]):
    page = open_page(people["hr"])
    page.goto("/home")
    page.get_by_role("region", name="待我办理").get_by_role("link", name="学时申报").click()
    expect(page.get_by_role("heading", level=1, name="待办事项")).to_be_visible()
    expect(page.get_by_label("事项类型")).to_have_value("score")


def test_without_scripts_the_page_says_the_same(open_page: OpenPage, people: dict[str, object]):
    page = open_page(people["employer"], scripts=False)
    page.goto("/home")
    expect(page.get_by_role("region", name="待我办理")).to_contain_text("1 条")
    expect(page.get_by_role("region", name="到期提醒")).to_contain_text("今天截止")
