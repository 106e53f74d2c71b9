"""学员成绩管理 over all classes, as its users meet it."""

import re
from datetime import timedelta
from html import unescape
from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import select, text

from models import AuditEvent, Module, Score, ScoreState, SubjectType
from tests.app.conftest import page_text, sign_in
from tests.app.services.scores.imports.sheets import number_of
from tests.factories import make_chain, make_class, make_learner, make_member, make_score, make_subject
from tests.today import today

ALL = "/base/scores/all"


@pytest.fixture
def other(session, journey):
    """A public class of an earlier year, with one qualified score of a learner of its own."""
    chain = journey.chain
    public = make_subject(session, organization=chain.hr, kind=SubjectType.PUBLIC)
    taught = make_class(
        session, base=chain.base, subject=public, name="往年公需班", training_year=2024, credit_year=2025
    )
    learner = make_learner(session, employer=chain.employer, name="钱学员")
    score = make_score(session, taught, learner, value=91, state=ScoreState.QUALIFIED)
    session.commit()
    return score


def names_on(page, query: str = "") -> list[str]:
    """The learners of the rows, in their order."""
    body = page.get(f"{ALL}?{query}").text.split("<tbody>")[1]
    return re.findall(r'<td class="name">(?:<a[^>]*>)?([^<]+)', body)


def test_the_scores_of_all_classes_stand_together_newest_first(page, journey, other):
    assert names_on(page)[0] == "钱学员"
    assert len(names_on(page)) == 4
    said = page_text(page.get(ALL))
    for words in ("共 4 条", "往年公需班", journey.chain.training_class.name, "待申报", "合格"):
        assert words in said


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("training_year=2024", 1),
        ("credit_year=2025", 1),
        ("training_year=2026", 3),
        ("subject_type=public", 1),
        ("subject_type=professional", 3),
        ("subject_type=professional&training_year=2024", 0),
        ("state=qualified", 1),
        ("state=entered", 3),
        ("text=钱", 1),
        ("text=钱&credit_year=2025", 1),
        ("text=钱&credit_year=2026", 0),
        ("text=无此人", 0),
    ],
)
def test_each_condition_narrows_the_list(page, other, query, found):
    assert len(names_on(page, query)) == found


def test_a_whole_id_number_is_found_by_its_hash(page, session, journey, other):
    number = number_of(session, journey.chain.learners[0])
    assert len(names_on(page, f"text={number}")) == 1
    assert names_on(page, f"text={number[:12]}") == []


def test_days_of_entry_bound_the_list_on_both_sides(page, session, other):
    session.execute(
        text("UPDATE score SET entered_at = now() - interval '10 days' WHERE id = :id"), {"id": other.id}
    )
    session.commit()
    ago = today() - timedelta(days=5)
    assert len(names_on(page, f"since={ago}")) == 3
    assert names_on(page, f"until={ago}") == ["钱学员"]
    assert len(names_on(page, f"since={today()}&until={today()}")) == 3
    assert "结束日期早于开始日期" in page_text(page.get(f"{ALL}?since=2026-05-02&until=2026-05-01"))


def test_a_class_is_named_while_the_list_is_narrowed_to_it(page, other):
    response = page.get(f"{ALL}?class_id={other.class_id}")
    assert 'value="往年公需班"' in response.text
    assert names_on(page, f"class_id={other.class_id}") == ["钱学员"]


def test_a_change_leads_back_to_the_list_as_it_was_filtered(page, session, journey, other):
    listed = page.get(f"{ALL}?state=entered&training_year=2026").text
    url = unescape(re.search(r'href="([^"]+/edit\?back=[^"]+)"', listed)[1])
    assert 'href="/base/scores/all?' in page.get(url).text

    response = page.post(url, data={"value": "77", "remark": ""})

    assert response.location.startswith(f"{ALL}?")
    assert {"state=entered", "training_year=2026"} <= set(response.location.split("?")[1].split("&"))
    assert 77 in [float(value) for value in session.scalars(select(Score.value))]


def test_a_deletion_leads_back_too_and_nowhere_else(page, session, journey):
    score = journey.score_ids[0]
    url = f"/base/scores/{journey.chain.training_class.id}/{score}/delete"
    response = page.post(f"{url}?back=//evil.example/")
    assert response.location == f"/base/scores/{journey.chain.training_class.id}"
    assert session.get(Score, score, populate_existing=True) is None


def test_what_is_declared_can_be_looked_at_only(page, journey):
    journey.declare()
    journey.session.commit()
    listed = page.get(ALL).text
    assert "/edit" not in listed
    assert "待单位审核" in listed
    assert journey.chain.employer.name in listed


def test_the_file_has_what_the_filter_shows_masked_and_written_down(page, session, journey, other):
    response = page.get(f"{ALL}/scores.xlsx?state=entered")
    head, *rows = load_workbook(BytesIO(response.data)).active.iter_rows(values_only=True)
    assert {"科目类型", "学时", "状态"} <= set(head)
    assert len(rows) == 3
    assert all("*" in row[1] for row in rows)
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "score:export")).one()
    assert (event.detail["rows"], event.detail["conditions"]) == (3, ["standing"])
    assert page.get(f"{ALL}/scores.xlsx?text=无此人").status_code >= 400
    assert page.get(f"{ALL}/scores.xlsx?since=x").status_code == 404


def test_a_class_page_offers_its_scores_as_a_file(page, journey):
    taught = journey.chain.training_class
    link = f"{ALL}/scores.xlsx?class_id={taught.id}"
    assert f'href="{link}"' in page.get(f"/base/scores/{taught.id}").text
    rows = list(load_workbook(BytesIO(page.get(link).data)).active.iter_rows(values_only=True))
    assert len(rows) == 4


def test_a_role_that_only_declares_may_not_change(client, session, journey):
    by = make_member(session, journey.chain.base, modules=(Module.SCORE_DECLARE,))
    make_score(session, journey.chain.training_class, make_learner(session), value=59)
    session.commit()
    sign_in(client, by)
    for address in (ALL, "/base/declarations"):
        response = client.get(address)
        assert response.status_code == 200
        assert "/edit" not in response.text


def test_a_neighbours_scores_are_not_there(page, session, journey):
    other = make_chain(session)
    other.make_scores(session)
    session.commit()
    assert len(names_on(page)) == 3
    assert page.get(f"{ALL}?class_id={other.training_class.id}").status_code == 404


@pytest.mark.parametrize(
    "query",
    ["after=0", "before=x", "state=no", "subject_type=no", "training_year=1", "text=" + "x" * 61, "since=1-1-1"],
)
def test_an_address_that_no_page_made_is_no_fault(page, query):
    assert page.get(f"{ALL}?{query}").status_code == 200


def test_pages_follow_each_other_both_ways(page, session, journey):
    for _ in range(60):
        make_score(session, journey.chain.training_class, make_learner(session, employer=journey.chain.employer))
    session.commit()
    first = page.get(f"{ALL}?state=entered").text
    older = unescape(re.search(r'href="([^"]+)" rel="next"', first)[1])
    assert "state=entered" in older
    second = page.get(older).text
    assert second.count('<td class="name">') == 13
    newer = unescape(re.search(r'href="([^"]+)" rel="prev"', second)[1])
    assert page.get(newer).text.count('<td class="name">') == 50
