"""Entering one learner's score in a class (成绩录入)."""

from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import NotFound
from app.permissions import Actor, Permission
from app.sealing import sealer
from app.services.approvals.locking import confirm
from app.services.audit import record
from app.services.scores.refusals import LearnerNotRegistered, ScoreAlreadyEntered
from app.services.scores.values import parse_remark, parse_resident_id, parse_score
from models import FINAL, Learner, Score, TrainingClass


def enter_score(
    session: Session, class_id: int, *, resident_id: str, value: str, remark: str = "", by: Actor
) -> Score:
    """Enter the score of the learner with this id number, each as it was typed.

    Raises NotFound for a class of another base, and a FieldRefusal for what is wrong with a field.
    """
    by = confirm(session, by, Permission.SCORE_ENTER)
    lock_class(session, class_id, by=by)
    number, mark, note = parse_resident_id(resident_id), parse_score(value), parse_remark(remark)
    learner = session.scalars(
        select(Learner).where(Learner.resident_id_hash == sealer().lookup(number))
    ).one_or_none()
    if learner is None:
        raise LearnerNotRegistered()
    _refuse_second(session, class_id, learner)
    score = _insert(session, class_id, learner.id, mark, note, by=by)
    record(session, by=by, action=Permission.SCORE_ENTER, score=score.id, training_class=class_id, value=str(mark))
    return score


def lock_class(session: Session, class_id: int, *, by: Actor) -> None:
    """Let nobody else enter scores in this class of the actor's base until the transaction ends.

    One lock for single entries and imports: whoever comes second sees what the first has entered. Raises
    NotFound.
    """
    own = session.execute(
        select(TrainingClass.id)
        .where(TrainingClass.id == class_id, TrainingClass.base_id == by.organization_id)
        .with_for_update(key_share=True)
    ).one_or_none()
    if own is None:
        raise NotFound()


def _refuse_second(session: Session, class_id: int, learner: Learner) -> None:
    """Only a final score that counts for nothing (rejected, revoked) may have a new one take its place."""
    first = session.scalars(
        select(Score).where(Score.class_id == class_id, Score.learner_id == learner.id, Score.state.not_in(FINAL))
    ).one_or_none()
    if first is not None:
        raise ScoreAlreadyEntered(name=learner.name, value=first.value, state=first.state.label)


def _insert(session: Session, class_id: int, learner_id: int, value: Decimal, remark: str, *, by: Actor) -> Score:
    score = Score(
        class_id=class_id,
        base_id=by.organization_id,
        learner_id=learner_id,
        value=value,
        remark=remark,
        entered_by_id=by.user_id,
    )
    session.add(score)
    session.flush()
    return score
