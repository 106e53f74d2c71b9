"""The lists: what was entered, where each score is and who has it, and nothing of a neighbour."""

from datetime import date

import pytest
from sqlalchemy import event

from app.errors import NotPermitted
from app.services.approvals import decide, resubmit
from app.services.scores.filter import ScoreFilter
from app.services.scores.list import find_scores, list_scores
from app.services.scores.standing import Standing
from app.services.scores.window import Window
from models import Learner, ScoreState, SubjectType, User
from tests.factories import (
    make_base,
    make_class,
    make_learner,
    make_member,
    make_score,
    resident_id_of,
)
from tests.statements import statements


def names(session, by, **asked) -> list[str]:
    rows = list_scores(session, ScoreFilter(**asked), Window(), by=by).rows
    return [row.learner_name for row in rows]


def make_named(session, chain, training_class, name, **columns):
    learner = make_learner(session, employer=chain.employer, name=name)
    return make_score(session, training_class, learner, entered_by=chain.base_member, **columns)


def test_a_row_says_who_where_and_what_without_the_whole_number(session, journey):
    journey.declare()
    chain = journey.chain

    row = list_scores(session, ScoreFilter(), Window(), by=chain.base_member).rows[-1]

    number = resident_id_of(session.get_one(User, chain.learners[0].user_id))
    assert (row.class_name, row.employer_name) == (chain.training_class.name, chain.employer.name)
    assert row.masked_id == f"{number[:6]}********{number[-4:]}"
    assert (row.word.text, row.holder, row.waiting_days) == ("待单位审核", chain.employer.name, 0)
    assert row.is_withdrawable
    assert not row.is_changeable


def test_a_score_is_followed_through_its_places(session, journey):
    chain, seen = journey.chain, []

    def look():
        row = find_scores(session, journey.score_ids[:1], by=chain.base_member)[0]
        seen.append((row.word.text, row.holder, row.is_declarable, row.is_withdrawable, row.is_returned))

    look()
    journey.declare()
    look()
    journey.review("employer_review", "return", by=chain.employer_member)
    look()
    for item in journey.open_items("revise"):
        resubmit(session, [item], by=chain.base_member)
    look()
    journey.review("employer_review", "approve", by=chain.employer_member)
    look()
    journey.review("hr_review", "approve", by=chain.hr_member)
    session.expire_all()
    look()

    assert seen == [
        ("待申报", None, True, False, False),
        ("待单位审核", chain.employer.name, False, True, False),
        ("已退回", chain.base.name, False, False, True),
        ("待单位审核", chain.employer.name, False, False, False),
        ("待人社审核", chain.hr.name, False, False, False),
        ("合格", None, False, False, False),
    ]


@pytest.mark.parametrize(
    ("standing", "expected"),
    [
        (Standing.ENTERED, ["待申报"]),
        (Standing.FAILING, ["未达线"]),
        (Standing.EMPLOYER, ["在单位"]),
        (Standing.HR, ["在人社"]),
        (Standing.RETURNED, ["已退回"]),
        (Standing.QUALIFIED, ["合格"]),
        (Standing.REJECTED, ["不通过"]),
        (None, ["不通过", "合格", "已退回", "在人社", "在单位", "未达线", "待申报"]),
    ],
)
def test_each_standing_finds_its_own(session, journey, standing, expected):
    chain = journey.chain
    place = make_class(session, base=chain.base)
    make_named(session, chain, place, "待申报")
    make_named(session, chain, place, "未达线", value=59)
    declared = [make_named(session, chain, place, name) for name in ("在单位", "在人社", "已退回")]
    make_named(session, chain, place, "合格", state=ScoreState.QUALIFIED)
    make_named(session, chain, place, "不通过", state=ScoreState.REJECTED)
    journey.scores = declared
    journey.declare()
    _, second, third = journey.open_items("employer_review")
    decide(session, [second], by=chain.employer_member, outcome="approve", comment="同意")
    decide(session, [third], by=chain.employer_member, outcome="return", comment="请核对")

    assert names(session, chain.base_member, class_id=place.id, standing=standing) == expected
    if standing is not None:
        found = names(session, chain.base_member, standing=standing)
        assert [name for name in found if name in expected] == expected


def test_classes_and_years_narrow_the_list(session, chain):
    first = make_class(session, base=chain.base, training_year=2024, credit_year=2025)
    second = make_class(session, base=chain.base, training_year=2025, credit_year=2025)
    make_named(session, chain, first, "甲")
    make_named(session, chain, second, "乙")
    make_named(session, chain, first, "丙")
    by = chain.base_member

    assert names(session, by) == ["丙", "乙", "甲"]
    assert names(session, by, class_id=first.id) == ["丙", "甲"]
    assert names(session, by, training_year=2025) == ["乙"]
    assert names(session, by, credit_year=2025) == ["丙", "乙", "甲"]
    assert names(session, by, credit_year=2025, class_id=second.id) == ["乙"]
    assert names(session, by, credit_year=1999) == []


def test_pages_over_several_classes_are_in_one_order(session, chain):
    classes = [make_class(session, base=chain.base, credit_year=2025) for _ in range(3)]
    made = [make_named(session, chain, classes[n % 3], f"第{'一二三四五六七八九'[n]}").id for n in range(9)]
    asked, by = ScoreFilter(credit_year=2025), chain.base_member

    first = list_scores(session, asked, Window(limit=4), by=by)
    second = list_scores(session, asked, Window(limit=4, after=first.rows[-1].id), by=by)
    back = list_scores(session, asked, Window(limit=4, before=second.rows[0].id), by=by)

    assert [row.id for row in (*first.rows, *second.rows)] == made[::-1][:8]
    assert [row.id for row in back.rows] == [row.id for row in first.rows]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("张", ["张三丰", "张三"]), ("三丰", ["张三丰"]), ("%", []), ("_", []), ("\\", []), ("王", [])],
)
def test_a_name_is_found_by_any_part_of_it(session, chain, text, expected):
    make_named(session, chain, chain.training_class, "张三")
    make_named(session, chain, chain.training_class, "张三丰")

    assert names(session, chain.base_member, text=text) == expected


def test_a_learner_is_found_by_the_whole_id_number_only(session, chain):
    score = make_named(session, chain, chain.training_class, "张三")
    make_named(session, chain, chain.training_class, "李四")
    number = resident_id_of(session.get_one(User, session.get_one(Learner, score.learner_id).user_id))

    assert names(session, chain.base_member, text=number.lower()) == ["张三"]
    assert names(session, chain.base_member, text=number[:-1]) == []


def test_a_neighbour_sees_nothing(session, chain):
    score = make_named(session, chain, chain.training_class, "张三")
    neighbour = make_member(session, make_base(session))

    assert names(session, neighbour) == []
    assert names(session, neighbour, class_id=chain.training_class.id) == []
    assert find_scores(session, [score.id], by=neighbour) == []


def test_a_role_without_modules_is_refused(session, chain):
    bare = make_member(session, chain.base, modules=())

    with pytest.raises(NotPermitted):
        names(session, bare)


def test_more_rows_cost_no_more_statements(session, journey, database):
    journey.declare()
    by, asked = journey.chain.base_member, ScoreFilter(class_id=journey.chain.training_class.id)

    def statements(limit: int) -> int:
        count = 0

        def one_more(*_):
            nonlocal count
            count += 1

        event.listen(session.get_bind(), "before_cursor_execute", one_more)
        list_scores(session, asked, Window(limit=limit), by=by)
        event.remove(session.get_bind(), "before_cursor_execute", one_more)
        return count

    assert statements(1) == statements(3) == 2


def test_the_number_of_statements_is_the_same_for_every_filter(chain, session):
    chain.make_scores(session)
    asked = (
        ScoreFilter(),
        ScoreFilter(text="测试学员"),
        ScoreFilter(training_year=2026, subject_type=SubjectType.PROFESSIONAL, text="测试学员"),
        ScoreFilter(class_id=chain.training_class.id, since=date(2020, 1, 1), until=date(2100, 1, 1)),
    )
    for one in asked:
        with statements() as sent:
            assert len(list_scores(session, one, Window(), by=chain.base_member).rows) == 3
        assert len(sent) <= 2
