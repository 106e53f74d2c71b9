import re

import pytest

from app.views import navigation
from tests.app.conftest import page_text, sign_in
from tests.factories import learner_actor, make_base, make_learner, make_member, make_score
from tests.journey import begin


@pytest.fixture
def journey(session):
    journey = begin(session, learners=3)
    journey.declare()
    session.commit()
    return journey


def test_a_reviewer_starts_at_the_inbox(client, journey):
    sign_in(client, journey.chain.employer_member)
    assert client.get("/home").location == "/inbox"


def test_a_learner_starts_at_the_hours(client, session, journey):
    sign_in(client, learner_actor(session, journey.chain.learners[0]))
    assert client.get("/home").location == "/hours"


def test_a_base_starts_with_its_functions_and_what_is_where(client, session, journey):
    journey.review("employer_review", "return", by=journey.chain.employer_member)
    make_score(session, journey.chain.training_class, make_learner(session))
    session.commit()
    sign_in(client, journey.chain.base_member)
    text = page_text(client.get("/home"))
    assert "3 退回待修改" in text
    assert "1 待申报" in text
    assert "3 审核中" in text


def test_a_base_does_not_count_what_is_not_its_own(client, session, journey):
    sign_in(client, make_member(session, make_base(session)))
    session.commit()
    text = page_text(client.get("/home"))
    assert "0 退回待修改" in text
    assert "0 审核中" in text


def test_who_may_do_nothing_of_the_menu_is_told_whom_to_ask(client, session, monkeypatch):
    sign_in(client, make_member(session, make_base(session)))
    session.commit()
    monkeypatch.setattr(navigation, "ENTRIES", ())
    assert "请联系本单位超级管理员" in page_text(client.get("/home"))


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
