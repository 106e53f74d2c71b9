"""Changing, deleting and correcting: while a score is not declared, or when it was returned."""

from decimal import Decimal

import pytest
from sqlalchemy import select

from app.errors import NotFound, NotPermitted
from app.services.scores.correct import correct_and_resubmit, delete_scores, edit_score, give_up_score
from app.services.scores.refusals import NotReturned, ScoreIsDeclared, ScoreOutOfRange, StillFailing
from models import AuditEvent, ItemRevision, Module, Score, ScoreState
from tests.factories import make_chain, make_member, make_score
from tests.journey import Journey, begin

DECLARED = [ScoreState.DECLARED, ScoreState.QUALIFIED, ScoreState.REJECTED]


def test_value_and_remark_change_and_the_log_has_both(session, chain):
    score = make_score(session, chain.training_class, chain.learners[0], value=55)

    edit_score(session, score.id, value="65", remark="复核", by=chain.base_member)

    assert (score.value, score.remark) == (Decimal("65.0"), "复核")
    detail = session.scalars(select(AuditEvent).where(AuditEvent.action == "score:edit")).one().detail
    assert (Decimal(detail["before"]["value"]), Decimal(detail["after"]["value"])) == (55, 65)


@pytest.mark.parametrize("state", DECLARED)
def test_a_declared_score_is_neither_changed_nor_deleted(session, chain, state):
    score = make_score(session, chain.training_class, chain.learners[0], value=70, state=state)

    with pytest.raises(ScoreIsDeclared, match="不能修改"):
        edit_score(session, score.id, value="90", remark="", by=chain.base_member)
    (result,) = delete_scores(session, [score.id], by=chain.base_member)

    assert isinstance(result.refusal, ScoreIsDeclared)
    session.refresh(score)
    assert score.value == 70


def test_a_score_of_another_base_is_not_found(session, chain):
    other = make_chain(session)
    score = make_score(session, other.training_class, other.learners[0])

    with pytest.raises(NotFound):
        edit_score(session, score.id, value="90", remark="", by=chain.base_member)
    assert isinstance(delete_scores(session, [score.id], by=chain.base_member)[0].refusal, NotFound)
    assert session.scalar(select(Score.id).where(Score.id == score.id)) == score.id


def test_deleting_tells_of_each_in_the_order_given(session, chain):
    first, second = (make_score(session, chain.training_class, learner) for learner in chain.learners[:2])
    declared = make_score(session, chain.training_class, chain.learners[2], state=ScoreState.DECLARED)
    ids = [second.id, 999_999, declared.id, first.id]

    results = delete_scores(session, ids, by=chain.base_member)

    assert [(result.id, result.ok) for result in results] == list(zip(ids, [True, False, False, True], strict=True))
    assert session.scalars(select(Score.id)).all() == [declared.id]


def test_a_role_that_only_declares_changes_nothing(session, chain):
    score = make_score(session, chain.training_class, chain.learners[0])
    declarer = make_member(session, chain.base, modules=(Module.SCORE_DECLARE,))

    with pytest.raises(NotPermitted):
        edit_score(session, score.id, value="90", remark="", by=declarer)
    with pytest.raises(NotPermitted):
        delete_scores(session, [score.id], by=declarer)


@pytest.fixture
def returned(journey: Journey) -> tuple[Journey, int]:
    """Three scores that the employer sent back; the work item of the first at the base."""
    journey.declare()
    journey.review("employer_review", "return", by=journey.chain.employer_member, comment="成绩有误，请核对")
    return journey, journey.open_items("revise")[0]


def test_a_returned_score_is_corrected_and_sent_on_in_the_same_instance(session, returned):
    journey, item = returned
    before = journey.instances()[0]

    score = correct_and_resubmit(
        session, item, by=journey.chain.base_member, value="88", remark="已核对", comment="登分有误"
    )

    after = journey.instances()[0]
    assert (after.id, after.revision) == (before.id, 2)
    assert score.state is ScoreState.DECLARED
    assert len(journey.open_items("employer_review")) == 1
    content = session.get_one(ItemRevision, (after.id, 2)).content
    assert (Decimal(content["value"]), content["remark"]) == (88, "已核对")


@pytest.mark.parametrize(
    ("value", "refusal"), [("59.9", StillFailing), ("101", ScoreOutOfRange), ("", ScoreOutOfRange)]
)
def test_what_cannot_be_declared_is_not_sent_on(session, returned, value, refusal):
    journey, item = returned

    with pytest.raises(refusal) as refused:
        correct_and_resubmit(session, item, by=journey.chain.base_member, value=value, remark="")

    assert refused.value.field == "value"
    assert item in journey.open_items("revise")


def test_a_second_press_is_told_that_it_was_sent_on(session, returned):
    journey, item = returned
    correct_and_resubmit(session, item, by=journey.chain.base_member, value="88", remark="")

    with pytest.raises(NotReturned):
        correct_and_resubmit(session, item, by=journey.chain.base_member, value="99", remark="")

    assert journey.scores[0].value == 88


def test_the_reviewers_own_work_item_is_no_way_in(session, journey):
    journey.declare()
    item = journey.open_items("employer_review")[0]

    with pytest.raises(NotFound):
        correct_and_resubmit(session, item, by=journey.chain.base_member, value="99", remark="")
    with pytest.raises(NotFound):
        correct_and_resubmit(session, 999_999, by=journey.chain.base_member, value="99", remark="")


def test_another_base_does_not_find_it(session, returned):
    journey, item = returned
    neighbour = make_chain(session).base_member

    with pytest.raises(NotFound):
        correct_and_resubmit(session, item, by=neighbour, value="99", remark="")
    assert journey.scores[0].value == 85


def test_a_returned_score_that_fails_is_given_up_and_then_corrected_or_deleted(session):
    journey = begin(session, learners=1)
    journey.declare()
    journey.review("employer_review", "return", by=journey.chain.employer_member)
    [task] = journey.open_items("revise")
    give_up_score(session, task, by=journey.chain.base_member, reason="学员确未通过考试")
    assert [one.ended for one in journey.instances()] == ["abandoned"]
    assert journey.states() == ["entered"]
    assert journey.scores[0].employer_id is None
    with pytest.raises(NotReturned):
        give_up_score(session, task, by=journey.chain.base_member, reason="再次")
    edit_score(session, journey.score_ids[0], value="50", remark="", by=journey.chain.base_member)
    assert delete_scores(session, journey.score_ids, by=journey.chain.base_member)[0].ok


def test_what_is_not_at_the_base_or_not_its_own_is_not_given_up(session):
    journey = begin(session, learners=1)
    journey.declare()
    [task] = journey.open_items("employer_review")
    with pytest.raises(NotFound):
        give_up_score(session, task, by=journey.chain.base_member, reason="不申报了")
    journey.review("employer_review", "return", by=journey.chain.employer_member)
    with pytest.raises(NotFound):
        give_up_score(session, journey.open_items("revise")[0], by=make_chain(session).base_member, reason="无关")
