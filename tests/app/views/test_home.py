import re
from html import unescape

import pytest

from app.views import navigation
from models import YearRule
from tests.app.conftest import page_text, sign_in
from tests.factories import learner_actor, make_base, make_learner, make_member, make_notice, make_score
from tests.journey import begin
from tests.today import today


@pytest.fixture
def journey(session):
    journey = begin(session, learners=3)
    journey.declare()
    session.commit()
    return journey


def home_of(client, actor) -> str:
    response = sign_in(client, actor).get("/home")
    assert response.status_code == 200
    return page_text(response)


def test_a_reviewer_reads_what_waits_and_what_was_decided(client, journey):
    said = home_of(client, journey.chain.employer_member)
    for words in ("3 待我办理", "学时申报 3 条", "0 我今日已办", "没有等待您办理的事项"):
        assert (words in said) is (words != "没有等待您办理的事项"), words
    assert 'href="/inbox?kind=score"' in client.get("/home").text
    journey.review("employer_review", "approve", by=journey.chain.employer_member)
    journey.session.commit()
    said = home_of(client, journey.chain.employer_member)
    for words in ("0 待我办理", "3 我今日已办", "3 我本周已办", "没有等待您办理的事项"):
        assert words in said


def test_a_learner_reads_the_year_and_the_last_scores(client, session, journey):
    region = journey.chain.province_hr.region_code
    kinds = {"total_hours": 90, "public_hours": 24, "professional_hours": 60}
    session.add(YearRule(region_code=region, year=today().year, hours_per_day=8, pass_mark=60, **kinds))
    session.commit()
    said = home_of(client, learner_actor(session, journey.chain.learners[0]))
    for words in (f"{today().year} 年度学时", "还差 90.0 学时", "待单位审核", journey.chain.training_class.name):
        assert words in said
    assert journey.chain.employer.contact_phone in said


def test_a_base_reads_what_is_where_and_what_came_back_and_why(client, session, journey):
    journey.review("employer_review", "return", by=journey.chain.employer_member, comment="请补考勤记录")
    make_score(session, journey.chain.training_class, make_learner(session))
    session.commit()
    said = home_of(client, journey.chain.base_member)
    for words in ("3 待我办理", "1 待申报成绩", "3 审核中成绩", "最近退回", "退回：请补考勤记录", "已退回 3 条"):
        assert words in said
    assert "已录入 4，已申报 3，审核中 3，合格 0" in said


def test_a_base_does_not_count_what_is_not_its_own(client, session, journey):
    stranger = make_member(session, make_base(session))
    said = home_of(client, stranger)
    for words in ("0 待我办理", "0 待申报成绩", "0 审核中成绩", "没有正在审核的事项"):
        assert words in said


def test_everybody_reads_the_newest_notices(client, session, journey):
    chain = journey.chain
    notice = make_notice(session, by=chain.hr_member)
    learner = learner_actor(session, chain.learners[0])
    for actor in (chain.base_member, chain.employer_member, chain.hr_member, learner):
        assert notice.title in home_of(client, actor)


def test_what_is_due_leads_to_where_it_is_done(client, session, journey):
    year = today().year
    region = journey.chain.province_hr.region_code
    facts = {"total_hours": 90, "public_hours": 24, "professional_hours": 60, "hours_per_day": 8, "pass_mark": 60}
    session.add(YearRule(region_code=region, year=year, declare_until=today(), **facts))
    session.commit()
    said = home_of(client, journey.chain.base_member)
    assert f"{year}年度成绩申报" in said
    assert "今天截止" in said
    assert f'href="/base/declarations?credit_year={year}&amp;state=entered"' in client.get("/home").text


def test_whose_role_opens_nothing_is_told_whom_to_ask(client, session):
    assert "请联系本单位超级管理员" in home_of(client, make_member(session, make_base(session), modules=()))


def test_the_start_page_is_the_first_of_the_menu_and_all_others_stand_on_it(client, journey):
    page = sign_in(client, journey.chain.base_member).get("/home").text
    assert re.search(r'<a href="/home" aria-current="page">首页', page)
    assert page.count('href="/base/plans"') >= 2


@pytest.mark.parametrize("who", ["base_member", "employer_member", "hr_member"])
def test_every_link_of_the_start_page_opens(client, journey, who):
    page = sign_in(client, getattr(journey.chain, who)).get("/home").text
    links = {unescape(link) for link in re.findall(r'<a [^>]*href="(/[^"]*)"', page)}
    assert {link: client.get(link).status_code for link in links} == dict.fromkeys(links, 200)


def test_the_menu_shows_what_one_may_do_and_marks_where_one_is(client, session, journey):
    sign_in(client, journey.chain.employer_member)
    page = client.get("/inbox").text
    assert re.search(r'<a href="/inbox" aria-current="page">待办事项', page)
    assert "我的学时" not in page


def test_every_line_of_the_menu_opens_for_whoever_sees_it(app, client, session, journey):
    chain = journey.chain
    learner = learner_actor(session, chain.learners[0])
    for actor in (chain.base_member, chain.employer_member, chain.hr_member, learner):
        sign_in(client, actor)
        with app.test_request_context():
            addresses = [item.url for item in navigation.items_for(actor)]
        assert addresses
        assert [client.get(address).status_code for address in addresses] == [200] * len(addresses)
