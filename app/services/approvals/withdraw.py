"""Taking back what nobody has decided yet."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.errors import NotFound, NotPermitted, Refusal
from app.items import item_of_kind
from app.permissions import Actor, Permission, Submitter, may
from app.services.approvals.history import WITHDRAWN, Act, move, write_comment
from app.services.approvals.locking import confirm
from app.services.approvals.opening import cancel_work
from app.services.approvals.ownership import is_submitter
from app.services.approvals.refusals import AlreadyEnded, DecidedByOthers, NotYourProposal
from app.services.approvals.results import Result, in_order
from app.services.approvals.telling import tell_gone
from models import EventKind, Instance, ItemKind


def withdraw(session: Session, instance_ids: Sequence[int], *, by: Actor, reason: str) -> list[Result]:
    """End instances that nobody has decided yet; their items may be changed and submitted anew.

    Returns one Result an id, in the order given.
    """
    by = confirm(session, by, Permission.INSTANCE_WITHDRAW)
    act = Act(EventKind.WITHDRAWN, by, comment_id=write_comment(session, reason, by=by))
    return withdraw_as(session, instance_ids, act)


def withdraw_as(session: Session, instance_ids: Sequence[int], act: Act) -> list[Result]:
    """The same for an actor that was confirmed and a reason that was kept: a chunk of a bulk command."""
    rows = session.scalars(
        select(Instance)
        .where(Instance.id == func.any(list(instance_ids)))
        .order_by(Instance.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    refusals = {row.id: _why_not(session, row, act.by) for row in rows}
    accepted = [row for row in rows if refusals[row.id] is None]
    if accepted:
        _take_back(session, accepted, act)
    return in_order(instance_ids, refusals)


def _why_not(session: Session, row: Instance, by: Submitter) -> Refusal | None:
    if not is_submitter(
        session, by, item_kind=row.item_kind, item_id=row.item_id, organization_id=row.organization_id
    ):
        return NotFound()
    if not may(by, item_of_kind(row.item_kind).start_permission):
        return NotPermitted()
    if not may_take(row.item_kind, row.started_by_id, by):
        return NotYourProposal()
    if row.ended_at is not None:
        return AlreadyEnded()
    if row.is_touched:
        return DecidedByOthers()
    return None


def may_take(item_kind: ItemKind, started_by_id: int | None, by: Submitter) -> bool:
    """Whether `by` is whom the item's rule lets withdraw it: anybody of its organisation, or the starter alone.

    What is decided within the organisation that started it (a revocation's second member) is not withdrawn by
    who should decide it; the super administrator may.
    """
    return not item_of_kind(item_kind).is_starters_alone or started_by_id == by.user_id or by.is_super


def _take_back(session: Session, rows: Sequence[Instance], act: Act) -> None:
    for kind in {row.item_kind for row in rows}:
        item_ids = [row.item_id for row in rows if row.item_kind == kind]
        item_of_kind(kind).apply_withdrawal(session, item_ids)
    tell_gone(session, [row.id for row in rows], act)
    cancel_work(session, [row.id for row in rows])
    for path_node_id in {row.path_node_id for row in rows}:
        ids = [row.id for row in rows if row.path_node_id == path_node_id]
        move(session, ids, [None] * len(ids), act=act, path_node_id=path_node_id, ended=WITHDRAWN)
