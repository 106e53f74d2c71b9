"""成绩录入: one score by id number."""

from decimal import Decimal

import pytest
from sqlalchemy import select

from app.errors import FieldRefusal, NotFound, NotPermitted
from app.services.scores.enter import enter_score
from app.services.scores.refusals import (
    LearnerNotRegistered,
    RemarkTooLong,
    ScoreAlreadyEntered,
    ScoreOutOfRange,
    WrongResidentId,
)
from models import AuditEvent, Module, Score, ScoreState, User
from tests.factories import make_chain, make_learner, make_member, make_score, nth_resident_id, resident_id_of


def number_of(session, learner) -> str:
    return resident_id_of(session.get_one(User, learner.user_id))


def enter(session, chain, *, learner=0, by=None, class_id=None, **typed) -> Score:
    typed = {"resident_id": number_of(session, chain.learners[learner]), "value": "85.5", "remark": "", **typed}
    return enter_score(session, class_id or chain.training_class.id, by=by or chain.base_member, **typed)


def test_a_score_is_entered_for_the_learner_with_that_number(session, chain):
    score = enter(session, chain, remark="  补考 ")

    assert (score.learner_id, score.value, score.remark) == (chain.learners[0].id, Decimal("85.5"), "补考")
    assert (score.state, score.base_id) == (ScoreState.ENTERED, chain.base.id)
    assert score.entered_by_id == chain.base_member.user_id


def test_who_entered_what_is_in_the_audit_log_without_the_id_number(session, chain):
    score = enter(session, chain)

    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "score:enter")).one()
    assert event.user_id == chain.base_member.user_id
    assert event.detail["score"] == score.id
    assert number_of(session, chain.learners[0]) not in str(event.detail)


@pytest.mark.parametrize(
    ("rewrite", "why"),
    [
        (str.lower, "a small x"),
        (lambda number: f" {number[:6]} {number[6:]} ", "blanks"),
        (lambda number: "".join(chr(ord(sign) + 0xFEE0) for sign in number), "full-width signs"),
        (lambda number: f"'{number}", "the quote mark that a spreadsheet shows"),
    ],
)
def test_the_number_is_found_as_people_type_it(session, chain, rewrite, why):
    typed = rewrite(number_of(session, chain.learners[0]))

    assert enter(session, chain, resident_id=typed).learner_id == chain.learners[0].id, why


@pytest.mark.parametrize(
    ("typed", "refusal", "said"),
    [
        ({"resident_id": "41019919800101001"}, WrongResidentId, "18位"),
        ({"resident_id": "410199198001010018"}, WrongResidentId, "校验码"),
        ({"resident_id": "410199198013010017"}, WrongResidentId, "出生日期"),
        ({"resident_id": nth_resident_id(900_001)}, LearnerNotRegistered, "该身份证号未在系统注册"),
        ({"value": "100.1"}, ScoreOutOfRange, "0-100"),
        ({"value": "-1"}, ScoreOutOfRange, "0-100"),
        ({"value": "85.55"}, ScoreOutOfRange, "一位小数"),
        ({"value": "优秀"}, ScoreOutOfRange, "数字"),
        ({"value": "NaN"}, ScoreOutOfRange, "数字"),
        ({"value": "1e2"}, ScoreOutOfRange, "数字"),
        ({"remark": "很" * 201}, RemarkTooLong, "201字"),
    ],
)
def test_what_is_wrong_is_said_of_its_field_and_nothing_is_entered(session, chain, typed, refusal, said):
    with pytest.raises(refusal) as refused:
        enter(session, chain, **typed)

    assert said in str(refused.value)
    assert refused.value.field in typed
    assert session.scalars(select(Score)).all() == []


@pytest.mark.parametrize(
    ("typed", "value"), [("0", "0.0"), ("100", "100.0"), ("８５．５", "85.5"), (" 60 ", "60.0")]
)
def test_scores_from_0_to_100_are_taken(session, chain, typed, value):
    assert enter(session, chain, value=typed).value == Decimal(value)


@pytest.mark.parametrize("state", [ScoreState.ENTERED, ScoreState.DECLARED, ScoreState.QUALIFIED])
def test_a_learner_has_one_score_in_a_class(session, chain, state):
    make_score(session, chain.training_class, chain.learners[0], value=70, state=state)

    with pytest.raises(ScoreAlreadyEntered) as refused:
        enter(session, chain)

    assert "该学员成绩已录入" in str(refused.value)
    assert state.label in str(refused.value)


def test_a_rejected_score_is_final_and_a_new_one_may_take_its_place(session, chain):
    make_score(session, chain.training_class, chain.learners[0], value=70, state=ScoreState.REJECTED)

    assert enter(session, chain).value == Decimal("85.5")


def test_a_class_of_another_base_is_not_found(session, chain):
    neighbour = make_chain(session)

    with pytest.raises(NotFound):
        enter(session, chain, class_id=neighbour.training_class.id)


@pytest.mark.parametrize("modules", [(), (Module.SCORE_DECLARE,)])
def test_a_role_without_the_module_enters_nothing(session, chain, modules):
    member = make_member(session, chain.base, modules=modules)

    with pytest.raises(NotPermitted):
        enter(session, chain, by=member)


def test_every_refusal_of_a_field_names_a_field_of_the_form():
    ours = [kind for kind in FieldRefusal.__subclasses__() if kind.__module__ == "app.services.scores.refusals"]
    fields = {kind.field for kind in ours}

    assert fields == {"resident_id", "value", "remark"}


def test_a_learner_of_any_employer_may_have_taken_part(session, chain):
    stranger = make_learner(session, name="外单位学员")

    assert enter(session, chain, resident_id=number_of(session, stranger)).learner_id == stranger.id
