"""学员成绩申报 as its users meet it."""

import re

import pytest
from sqlalchemy import select

from models import Command, Module
from tests.app.conftest import page_text, sign_in
from tests.factories import make_class, make_learner, make_member, make_score

URL = "/base/declarations"


def form(page, **query) -> dict[str, str]:
    """The hidden fields that the list's form sends along."""
    text = page.get(URL, query_string=query).text
    return dict(re.findall(r'<input type="hidden" name="(key|up_to)" value="([^"]*)"', text))


def declare(page, *, query=None, **fields):
    return page.post(URL, data={**form(page, **(query or {})), **(query or {}), **fields}, follow_redirects=True)


def test_one_is_declared_by_its_own_button(page, session, journey):
    text = page_text(declare(page, only=journey.score_ids[0]))

    assert "申报成功：1条成绩已申报" in text
    assert "请等待用人单位管理员审批" in text
    assert journey.states() == ["declared", "entered", "entered"]


def test_some_are_declared(page, session, journey):
    text = page_text(declare(page, ids=journey.score_ids[1:]))

    assert "2条成绩已申报" in text
    assert journey.states() == ["entered", "declared", "declared"]


def test_all_that_the_filter_matches_are_declared_and_failing_ones_left_out(page, session, journey):
    chain = journey.chain
    failing = make_score(
        session, chain.training_class, make_learner(session), value=59, entered_by=chain.base_member
    )
    other = make_score(
        session, make_class(session, base=chain.base), chain.learners[0], entered_by=chain.base_member
    )
    session.commit()

    text = page_text(declare(page, query={"class_id": chain.training_class.id}, scope="filter"))

    assert "3条成绩已申报" in text
    assert journey.states() == ["declared"] * 3
    session.expire_all()
    assert {failing.state.value, other.state.value} == {"entered"}


def test_the_same_form_sent_twice_declares_once(page, session, journey):
    sent = {**form(page), "ids": journey.score_ids}

    first, second = (page.post(URL, data=sent) for _ in range(2))

    assert (first.status_code, second.status_code) == (303, 303)
    assert len(session.scalars(select(Command)).all()) == 1


def test_nothing_chosen_is_told(page, journey):
    response = page.post(URL, data=form(page))

    assert response.status_code == 422
    assert "请至少勾选一条成绩" in page_text(response)


def test_a_failing_score_cannot_be_ticked_and_a_forged_form_is_told_why(page, session, journey):
    chain = journey.chain
    failing = make_score(
        session, chain.training_class, make_learner(session), value=59, entered_by=chain.base_member
    )
    session.commit()

    box = re.search(rf'<input[^>]*name="ids" value="{failing.id}"[^>]*>', page.get(URL).text)
    text = page_text(declare(page, only=failing.id))

    assert " disabled" in box[0]
    assert "未达到合格线" in text
    assert failing.state.value == "entered"


def test_rows_that_were_refused_lead_to_the_page_that_says_why(page, session, journey):
    page.post(URL, data={**form(page), "only": journey.score_ids[0]})

    text = page_text(declare(page, ids=journey.score_ids))

    assert "未能办理" in text
    assert "不能再次申报" in text


def test_filters_are_kept_in_the_address_after_declaring(page, journey):
    query = {"class_id": journey.chain.training_class.id, "credit_year": 2026}

    response = page.post(URL, data={**form(page, **query), **query, "only": journey.score_ids[0]})

    assert f"class_id={journey.chain.training_class.id}" in response.location
    assert "credit_year=2026" in response.location


def test_what_nobody_decided_is_withdrawn_after_a_reason_was_given(page, session, journey):
    journey.declare()
    session.commit()
    sent = {**form(page), "only": journey.score_ids[0]}

    asked = page.post(f"{URL}/withdraw", data=sent)
    assert "撤回 1 条" in page_text(asked)
    assert "测试学员" in page_text(asked)
    refused = page.post(f"{URL}/withdraw", data={**sent, "reason": "  "})
    assert refused.status_code == 422
    assert "请填写撤回原因" in page_text(refused)
    done = page.post(f"{URL}/withdraw", data={**sent, "reason": "班次填错"}, follow_redirects=True)

    assert "已撤回1条" in page_text(done)
    assert journey.states() == ["entered", "declared", "declared"]


def test_all_that_wait_for_the_employer_are_withdrawn_by_the_filter(page, session, journey):
    journey.declare()
    session.commit()
    sent = {**form(page, state="employer"), "state": "employer", "scope": "filter"}

    assert "撤回全部筛选结果" in page_text(page.post(f"{URL}/withdraw", data=sent))
    page.post(f"{URL}/withdraw", data={**sent, "reason": "班次填错"})

    assert journey.states() == ["entered"] * 3


def test_what_was_decided_is_not_withdrawn(page, session, journey):
    journey.declare()
    journey.review("employer_review", "approve", by=journey.chain.employer_member)
    session.commit()

    sent = {**form(page), "only": journey.score_ids[0], "reason": "班次填错"}
    text = page_text(page.post(f"{URL}/withdraw", data=sent, follow_redirects=True))

    assert "已有单位办理过" in text
    assert journey.states() == ["declared"] * 3


@pytest.mark.parametrize(
    ("state", "count"),
    [("", 3), ("entered", 0), ("employer", 3), ("hr", 0), ("returned", 0), ("qualified", 0), ("rejected", 0)],
)
def test_states_filter_the_list(page, session, journey, state, count):
    journey.declare()
    session.commit()

    text = page_text(page.get(URL, query_string={"state": state}))

    assert (f"共 {count} 条" in text) or (count == 0 and "没有符合条件的成绩" in text)


@pytest.mark.parametrize(
    "query",
    [
        {"class_id": "x"},
        {"class_id": 2**63},
        {"class_id": 2**62},
        {"training_year": "二〇二六"},
        {"credit_year": "1.5"},
        {"state": "anything"},
        {"after": "-1"},
        {"text": "%00\x00"},
    ],
)
def test_an_address_that_no_page_made_is_no_fault(page, query):
    assert page.get(URL, query_string=query).status_code in {200, 404}


@pytest.mark.parametrize("ids", [["x"], ["-1"], [str(2**63)], ["1-2"], [str(n) for n in range(5001)]])
def test_ids_that_no_page_made_are_refused_not_a_fault(page, journey, ids):
    assert page.post(URL, data={**form(page), "ids": ids}).status_code == 422
    assert page.post(f"{URL}/withdraw", data={**form(page), "ids": ids, "reason": "x"}).status_code == 422
    assert page.post(f"{URL}/withdraw", data={**form(page), "ids": ids}).status_code in {200, 422}


def test_a_filter_that_no_page_made_declares_nothing(page, journey):
    sent = {**form(page), "scope": "filter", "class_id": "x"}

    assert page.post(URL, data=sent).status_code == 404
    assert journey.states() == ["entered"] * 3


def test_a_role_that_only_enters_scores_sees_the_list_and_no_button(client, session, journey):
    enterer = make_member(session, journey.chain.base, modules=(Module.SCORE_ENTRY,))
    session.commit()
    sign_in(client, enterer)

    response = client.get(URL)

    assert response.status_code == 200
    assert "批量申报" not in response.text
    assert client.post(URL, data={"only": journey.score_ids[0], "key": "a"}).status_code == 403


def test_the_page_leads_to_a_file_of_what_its_filter_shows(page, journey):
    assert f"{URL}/scores.xlsx?state=entered" in page.get(URL, query_string={"state": "entered"}).text

    response = page.get(f"{URL}/scores.xlsx", query_string={"state": "entered"})

    assert response.data.startswith(b"PK")
    assert "没有可导出的内容" in page_text(page.get(f"{URL}/scores.xlsx", query_string={"state": "hr"}))
    assert page.get(f"{URL}/scores.xlsx", query_string={"class_id": "x"}).status_code == 404
