"""Changing and deleting scores that are not declared, and correcting those that were returned."""

from collections.abc import Sequence
from decimal import Decimal

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from app.errors import NotFound, Refusal
from app.permissions import Actor, Permission
from app.services.approvals.locking import LockedWorkItem, confirm, lock_work_items
from app.services.approvals.resubmit import give_up, resubmit
from app.services.approvals.results import Result, in_order
from app.services.audit import record
from app.services.scores.refusals import NotReturned, ScoreIsDeclared, StillFailing
from app.services.scores.values import parse_remark, parse_score
from models import ItemKind, Score, ScoreState, TrainingClass

EDIT, DELETE, CORRECT, GIVE_UP = "score:edit", "score:delete", "score:correct", "score:give_up"


def edit_score(session: Session, score_id: int, *, value: str, remark: str, by: Actor) -> Score:
    """Change value and remark of a score that is not declared, each as it was typed.

    Raises NotFound for a score of another base, ScoreIsDeclared, and a FieldRefusal for what is wrong with a field.
    """
    by = confirm(session, by, Permission.SCORE_ENTER)
    score = _lock(session, score_id, by=by)
    if score.state is not ScoreState.ENTERED:
        raise ScoreIsDeclared(state=score.state.label, verb="修改")
    _change(session, score, parse_score(value), parse_remark(remark), action=EDIT, by=by)
    return score


def delete_scores(session: Session, score_ids: Sequence[int], *, by: Actor) -> list[Result]:
    """Delete scores that are not declared. Returns one Result an id, in the order given."""
    by = confirm(session, by, Permission.SCORE_ENTER)
    rows = session.execute(
        select(Score.id, Score.base_id, Score.state, Score.class_id, Score.learner_id)
        .where(Score.id == func.any(list(score_ids)))
        .order_by(Score.id)
        .with_for_update()
    ).all()
    refusals = {row.id: _why_not_deleted(row.base_id, row.state, by) for row in rows}
    accepted = [row for row in rows if refusals[row.id] is None]
    session.execute(delete(Score).where(Score.id == func.any([row.id for row in accepted])))
    for row in accepted:
        record(session, by=by, action=DELETE, score=row.id, training_class=row.class_id, learner=row.learner_id)
    return in_order(score_ids, refusals)


def correct_and_resubmit(
    session: Session, work_item_id: int, *, by: Actor, value: str, remark: str, comment: str = ""
) -> Score:
    """Correct a returned score and send it on its way again, in the same instance and transaction.

    Raises NotFound for a work item of another organisation, NotReturned where it is not at the base's own task any
    more, and a FieldRefusal for what is wrong with a field.
    """
    by = confirm(session, by, Permission.INSTANCE_RESUBMIT)
    item = next(iter(lock_work_items(session, [work_item_id])), None)
    if item is None or item.organization_id != by.organization_id or item.item_kind is not ItemKind.SCORE:
        raise NotFound()
    if item.closed_at is not None or item.party != "base":
        raise NotReturned()
    score = _lock(session, item.item_id, by=by)
    mark = _passing(session, score, value)
    _change(session, score, mark, parse_remark(remark), action=CORRECT, by=by)
    _send_on(session, item, comment, by=by)
    return score


def give_up_score(session: Session, work_item_id: int, *, by: Actor, reason: str) -> None:
    """Give up a returned score: it is 待申报 again, to be corrected or deleted; a failing one stays undeclarable.

    Raises NotFound for a work item of another organisation, NotReturned where it is not at the base's own task.
    """
    by = confirm(session, by, Permission.INSTANCE_RESUBMIT)
    item = next(iter(lock_work_items(session, [work_item_id])), None)
    if item is None or item.organization_id != by.organization_id or item.item_kind is not ItemKind.SCORE:
        raise NotFound()
    if item.closed_at is not None or item.party != "base":
        raise NotReturned()
    result = give_up(session, [item.id], by=by, comment=reason)[0]
    if result.refusal is not None:
        raise result.refusal
    record(session, by=by, action=GIVE_UP, score=item.item_id, instance=item.instance_id)


def _lock(session: Session, score_id: int, *, by: Actor) -> Score:
    score = session.scalars(
        select(Score).where(Score.id == score_id).with_for_update().execution_options(populate_existing=True)
    ).one_or_none()
    if score is None or score.base_id != by.organization_id:
        raise NotFound()
    return score


def _change(session: Session, score: Score, value: Decimal, remark: str, *, action: str, by: Actor) -> None:
    before = {"value": str(score.value), "remark": score.remark}
    score.value, score.remark = value, remark
    session.flush()
    after = {"value": str(value), "remark": remark}
    record(session, by=by, action=action, score=score.id, before=before, after=after)


def _passing(session: Session, score: Score, typed: str) -> Decimal:
    value = parse_score(typed)
    pass_mark = session.execute(
        select(TrainingClass.pass_mark).where(TrainingClass.id == score.class_id)
    ).scalar_one()
    if value < pass_mark:
        raise StillFailing(value=value, pass_mark=pass_mark)
    return value


def _send_on(session: Session, item: LockedWorkItem, comment: str, *, by: Actor) -> None:
    result = resubmit(session, [item.id], by=by, comment=comment)[0]
    if result.refusal is not None:
        raise result.refusal


def _why_not_deleted(base_id: int, state: ScoreState, by: Actor) -> Refusal | None:
    if base_id != by.organization_id:
        return NotFound()
    if state is not ScoreState.ENTERED:
        return ScoreIsDeclared(state=state.label, verb="删除")
    return None
