"""学员成绩申报: one, some, all that a filter means; and taking back."""

import pytest
from sqlalchemy import func, select

from app.errors import NotPermitted
from app.services.approvals import decide
from app.services.scores.declare import (
    MOST_SELECTED,
    count_scores,
    declare_matching,
    declare_scores,
    withdraw_matching,
    withdraw_scores,
)
from app.services.scores.filter import ScoreFilter
from app.services.scores.refusals import TooManySelected
from app.services.scores.standing import Standing
from models import Command, Module, Score
from tests.factories import make_base, make_class, make_learner, make_member, make_score
from tests.journey import Journey


def entered(journey: Journey, *values: float) -> list[Score]:
    """Further scores of the class, each of a learner of his own."""
    chain = journey.chain
    return [
        make_score(
            journey.session,
            chain.training_class,
            make_learner(journey.session, employer=chain.employer),
            value=value,
            entered_by=chain.base_member,
        )
        for value in values
    ]


def test_one_is_declared_at_once(session, journey):
    outcome = declare_scores(session, journey.score_ids[:1], by=journey.chain.base_member, key="a")

    assert (outcome.done, outcome.refused, outcome.command_id) == (1, 0, None)
    assert journey.states() == ["declared", "entered", "entered"]


def test_some_are_a_command_that_is_done_once(session, journey):
    first = declare_scores(session, journey.score_ids[:2], by=journey.chain.base_member, key="a")
    again = declare_scores(session, journey.score_ids[:2], by=journey.chain.base_member, key="a")

    assert (first.done, first.is_finished) == (2, True)
    assert again == first
    assert session.scalars(select(Command)).one().done == 2
    assert journey.states() == ["declared", "declared", "entered"]


def test_a_failing_score_is_refused_with_the_reason(session, journey):
    (failing,) = entered(journey, 59.5)

    outcome = declare_scores(session, [failing.id], by=journey.chain.base_member, key="a")

    assert (outcome.done, outcome.refused) == (0, 1)
    assert "未达到合格线" in next(iter(outcome.reasons))


def test_all_that_the_filter_means_leaves_failing_scores_and_later_ones_out(session, journey):
    failing, last = entered(journey, 59.5, 90)
    asked = ScoreFilter(class_id=journey.chain.training_class.id, up_to=last.id)
    (late,) = entered(journey, 95)

    outcome = declare_matching(session, asked, by=journey.chain.base_member, key="a")

    assert (outcome.done, outcome.refused) == (4, 0)
    session.expire_all()
    assert [score.state.value for score in (failing, last, late)] == ["entered", "declared", "entered"]


def test_the_filter_narrows_what_is_declared(session, journey):
    chain = journey.chain
    old = make_class(session, base=chain.base, training_year=2024, credit_year=2025)
    score = make_score(session, old, chain.learners[0], entered_by=chain.base_member)

    outcome = declare_matching(session, ScoreFilter(credit_year=2025), by=chain.base_member, key="a")

    assert outcome.done == 1
    session.refresh(score)
    assert score.state.value == "declared"
    assert journey.states() == ["entered"] * 3


def test_counting_stops_at_a_bound_and_says_so_and_the_newest_is_known_all_the_same(session, journey):
    entered(journey, 60, 70, 80)
    asked = ScoreFilter(class_id=journey.chain.training_class.id)

    counted = count_scores(session, asked, by=journey.chain.base_member, most=2)

    assert (counted.total, counted.declarable, counted.most) == (3, 3, 2)
    assert counted.last_id == session.scalar(select(func.max(Score.id)))


def test_what_is_counted_is_what_is_declared(session, journey):
    entered(journey, 30, 59.9, 60)
    asked = ScoreFilter(class_id=journey.chain.training_class.id)

    counted = count_scores(session, asked, by=journey.chain.base_member)
    outcome = declare_matching(session, asked, by=journey.chain.base_member, key="a")

    assert (counted.total, counted.declarable) == (6, 4)
    assert outcome.done == counted.declarable


def test_a_neighbours_scores_are_neither_counted_nor_declared(session, journey):
    neighbour = make_member(session, make_base(session))

    assert count_scores(session, ScoreFilter(), by=neighbour).total == 0
    assert declare_matching(session, ScoreFilter(), by=neighbour, key="a").done == 0
    assert declare_scores(session, journey.score_ids[:1], by=neighbour, key="b").done == 0
    assert journey.states() == ["entered"] * 3


def test_what_nobody_decided_is_withdrawn_with_its_reason(session, journey):
    journey.declare()
    by = journey.chain.base_member

    outcome = withdraw_scores(session, journey.score_ids[:1], by=by, reason="班次填错", key="a")

    assert outcome.done == 1
    assert journey.states() == ["entered", "declared", "declared"]


def test_what_was_decided_stays_and_says_so(session, journey):
    journey.declare()
    journey.review("employer_review", "approve", by=journey.chain.employer_member)

    outcome = withdraw_scores(
        session, journey.score_ids[:1], by=journey.chain.base_member, reason="班次填错", key="a"
    )

    assert (outcome.done, outcome.refused) == (0, 1)
    assert "已有单位办理过" in next(iter(outcome.reasons))


def test_all_that_wait_for_the_employer_are_withdrawn_but_not_what_was_decided(session, journey):
    journey.declare()
    by = journey.chain.base_member
    items = journey.open_items("employer_review")
    decide(session, items[:1], by=journey.chain.employer_member, outcome="approve", comment="同意")

    outcome = withdraw_matching(session, ScoreFilter(standing=Standing.EMPLOYER), by=by, reason="班次填错", key="a")

    assert outcome.done == 2
    assert journey.states() == ["declared", "entered", "entered"]


def test_a_score_that_is_not_declared_has_nothing_to_withdraw(session, journey):
    outcome = withdraw_scores(session, journey.score_ids, by=journey.chain.base_member, reason="班次填错", key="a")

    assert outcome.done == 0
    assert outcome.refused > 0


def test_more_than_a_form_may_hold_is_refused(session, journey):
    ids = list(range(1, MOST_SELECTED + 2))

    with pytest.raises(TooManySelected, match="5001"):
        declare_scores(session, ids, by=journey.chain.base_member, key="a")


def test_a_role_that_only_enters_scores_declares_nothing(session, journey):
    enterer = make_member(session, journey.chain.base, modules=(Module.SCORE_ENTRY,))

    for act in (
        lambda: declare_scores(session, journey.score_ids, by=enterer, key="a"),
        lambda: declare_matching(session, ScoreFilter(), by=enterer, key="a"),
        lambda: withdraw_scores(session, journey.score_ids, by=enterer, reason="x", key="a"),
        lambda: withdraw_matching(session, ScoreFilter(), by=enterer, reason="x", key="a"),
    ):
        with pytest.raises(NotPermitted):
            act()
    assert journey.states() == ["entered"] * 3
