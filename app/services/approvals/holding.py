"""Who holds a work item: claim and release (认领、退回待办), transfer (转办), delegate (委托)."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import func, update
from sqlalchemy.orm import Session

from app.errors import Refusal
from app.permissions import Actor, Permission, Submitter
from app.services.approvals.colleagues import Colleague, find_colleagues
from app.services.approvals.history import Act, note_each, write_comment
from app.services.approvals.locking import LockedWorkItem, confirm, lock_work_items
from app.services.approvals.refusals import (
    ColleagueMayNot,
    ColleagueSubmitted,
    HeldByNobody,
    HeldByOther,
    SeveralSign,
    ToYourself,
)
from app.services.approvals.results import Result, in_order
from app.services.approvals.standing import behalf_of, why_not_act, why_not_touch
from app.services.approvals.telling import tell_persons
from app.services.audit import record
from models import EventKind, NotificationKind, WorkItem

GIVING = {
    EventKind.TRANSFERRED: Permission.WORK_ITEM_TRANSFER,
    EventKind.DELEGATED: Permission.WORK_ITEM_DELEGATE,
}
TOLD = {
    EventKind.TRANSFERRED: NotificationKind.TRANSFERRED,
    EventKind.DELEGATED: NotificationKind.DELEGATED,
}


def claim(session: Session, work_item_ids: Sequence[int], *, by: Actor) -> list[Result]:
    """Take work items out of the organisation's queue; colleagues do not decide them until they are released.

    Returns one Result an id. Claiming what one holds already is no error.
    """
    by = confirm(session, by, Permission.WORK_ITEM_CLAIM)
    rows = lock_work_items(session, work_item_ids)
    refusals = {row.id: why_not_act(row, by) or _several(row) for row in rows}
    free = [row for row in rows if refusals[row.id] is None and row.assignee_id != by.user_id]
    hold(session, free, assignee_id=by.user_id)
    note_each(session, free, act=Act(EventKind.CLAIMED, by))
    _record(session, by, Permission.WORK_ITEM_CLAIM, free)
    return in_order(work_item_ids, refusals)


def release(session: Session, work_item_ids: Sequence[int], *, by: Actor) -> list[Result]:
    """Put work items back into the queue: one's own, what one delegated, and for a super administrator anybody's.

    Returns one Result an id.
    """
    by = confirm(session, by, Permission.WORK_ITEM_RELEASE)
    rows = lock_work_items(session, work_item_ids)
    refusals = {row.id: why_not_touch(row, by) or _several(row) or _why_not_release(row, by) for row in rows}
    held = [row for row in rows if refusals[row.id] is None]
    hold(session, held, assignee_id=None)
    note_each(session, held, act=Act(EventKind.RELEASED, by), about=[_other(row, by) for row in held])
    _record(session, by, Permission.WORK_ITEM_RELEASE, held)
    return in_order(work_item_ids, refusals)


def transfer(
    session: Session, work_item_ids: Sequence[int], *, by: Actor, to_user_id: int, comment: str = ""
) -> list[Result]:
    """Give work items to a colleague for good (转办): he decides them.

    Returns one Result an id. Raises NoSuchColleague, ToYourself or NotPermitted for all at once.
    """
    by = confirm(session, by, Permission.WORK_ITEM_TRANSFER)
    return _give(session, work_item_ids, by, EventKind.TRANSFERRED, to_user_id, comment)


def delegate(
    session: Session, work_item_ids: Sequence[int], *, by: Actor, to_user_id: int, comment: str = ""
) -> list[Result]:
    """Ask a colleague for his opinion (委托): with it the work items come back to `by`, who decides.

    Returns one Result an id. Raises NoSuchColleague, ToYourself or NotPermitted for all at once.
    """
    by = confirm(session, by, Permission.WORK_ITEM_DELEGATE)
    return _give(session, work_item_ids, by, EventKind.DELEGATED, to_user_id, comment)


def advise(session: Session, rows: Sequence[LockedWorkItem], act: Act) -> None:
    """Write a delegate's opinion on these rows, and give them back to who delegated them."""
    if not rows:
        return
    session.execute(
        update(WorkItem)
        .where(WorkItem.id == func.any([row.id for row in rows]))
        .values(assignee_id=WorkItem.delegated_by_id, delegated_by_id=None)
        .execution_options(synchronize_session=False)
    )
    about = [behalf_of(row, act.by) for row in rows]
    note_each(session, rows, act=replace(act, kind=EventKind.ADVISED), about=about)
    to = [(row.instance_id, row.delegated_by_id) for row in rows if row.delegated_by_id is not None]
    tell_persons(session, NotificationKind.ADVISED, to, act, organization_id=act.by.organization_id)


def _give(
    session: Session, ids: Sequence[int], by: Actor, kind: EventKind, to_user_id: int, comment: str
) -> list[Result]:
    if to_user_id == by.user_id:
        raise ToYourself()
    to = find_colleagues(session, [to_user_id], by=by)[0]
    rows = lock_work_items(session, ids)
    refusals = {row.id: why_not_act(row, by) or _several(row) or why_not_to(row, to) for row in rows}
    given = [row for row in rows if refusals[row.id] is None]
    if given:
        delegated_by = by.user_id if kind is EventKind.DELEGATED else None
        hold(session, given, assignee_id=to.user_id, delegated_by_id=delegated_by)
        act = Act(kind, by, comment_id=write_comment(session, comment, by=by))
        note_each(session, given, act=act, about=[to.user_id] * len(given))
        told = [(row.instance_id, to.user_id) for row in given]
        tell_persons(session, TOLD[kind], told, act, organization_id=by.organization_id)
        _record(session, by, GIVING[kind], given, to=to.user_id)
    return in_order(ids, refusals)


def _record(
    session: Session, by: Actor, action: Permission, rows: Sequence[LockedWorkItem], to: int | None = None
) -> None:
    if rows:
        record(session, by=by, action=action, work_items=[row.id for row in rows], to=to)


def why_not_to(row: LockedWorkItem, to: Colleague) -> Refusal | None:
    """Why a colleague cannot be given this row to decide."""
    if not to.holds(row.permission):
        return ColleagueMayNot(name=to.name, task=row.task_name)
    if row.started_by_id == to.user_id:
        return ColleagueSubmitted(name=to.name)
    return None


def _several(row: LockedWorkItem) -> Refusal | None:
    return SeveralSign() if row.several_sign else None


def _why_not_release(row: LockedWorkItem, by: Actor) -> Refusal | None:
    if row.assignee_id is None:
        return HeldByNobody()
    if by.is_super or row.assignee_id in by.persons or row.delegated_by_id == by.user_id:
        return None
    return HeldByOther(by=row.assignee_name or "")


def _other(row: LockedWorkItem, by: Submitter) -> int | None:
    return None if row.assignee_id == by.user_id else row.assignee_id


def hold(
    session: Session, rows: Sequence[LockedWorkItem], *, assignee_id: int | None, delegated_by_id: int | None = None
) -> None:
    """Put these rows into somebody's hands, or (None) back into the queue; the caller writes the history."""
    if rows:
        session.execute(
            update(WorkItem)
            .where(WorkItem.id == func.any([row.id for row in rows]))
            .values(assignee_id=assignee_id, delegated_by_id=delegated_by_id)
            .execution_options(synchronize_session=False)
        )
