"""Going back along the path: taking back a decision (撤回), and sending an item back to a step (退回到某一步).

Both put the instance at an earlier place of its own path. The engine is not asked: that place is known, with
all that was open there. What happened stays in the history.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import and_, func, select, update
from sqlalchemy.orm import Session

from app.errors import Refusal
from app.items import item_of_kind
from app.permissions import Actor, Permission, owns
from app.services.approvals.completion import open_work
from app.services.approvals.history import Act, move, write_comment
from app.services.approvals.locking import LockedWorkItem, confirm, lock_work_items
from app.services.approvals.opening import cancel_work
from app.services.approvals.path import path_to
from app.services.approvals.refusals import (
    AlreadyEnded,
    CommentRequired,
    NotYourDecision,
    SomebodyActed,
    StepNotOnPath,
)
from app.services.approvals.results import Result, in_order
from app.services.approvals.standing import why_not_act
from app.services.approvals.telling import tell_gone
from app.services.approvals.user_tasks import user_task
from app.services.approvals.visibility import is_visible_to
from app.services.audit import record
from models import EventKind, Instance, InstanceEvent, ItemKind, WorkItem


class LastAct(NamedTuple):
    """A locked instance and the newest event of its history."""

    id: int
    item_kind: ItemKind
    version_id: int
    path_node_id: int
    ended_at: object
    kind: int
    user_id: int | None
    organization_id: int | None
    user_task_id: int | None
    several_sign: bool | None


def take_back(session: Session, instance_ids: Sequence[int], *, by: Actor, reason: str = "") -> list[Result]:
    """Take back one's own decisions, each the last thing that happened to its instance.

    The item is open again where it was decided, in the hands of who takes it back. Returns one Result an id.
    """
    by = confirm(session, by, Permission.WORK_ITEM_TAKE_BACK)
    rows = _lock_last_acts(session, instance_ids, by)
    refusals = {row.id: _why_not_take_back(row, by) for row in rows}
    act = Act(EventKind.TAKEN_BACK, by, comment_id=write_comment(session, reason, by=by))
    groups: defaultdict[tuple[int, int], list[LastAct]] = defaultdict(list)
    for row in rows:
        if refusals[row.id] is None:
            groups[row.path_node_id, row.user_task_id or 0].append(row)
    for (path_node_id, user_task_id), same in groups.items():
        here, before = path_to(session, path_node_id)[-1], path_to(session, path_node_id)[-2]
        ids = [row.id for row in same]
        gone = list(here.open - before.open)
        tell_gone(session, ids, act, gone)
        cancel_work(session, ids, gone)
        move(session, ids, [None] * len(ids), act=act, path_node_id=before.path_node_id, ended=None)
        open_work(session, item_of_kind(same[0].item_kind), ids, sorted(before.open - here.open), act)
        _hold(session, ids, user_task_id, by)
        record(session, by=by, action=Permission.WORK_ITEM_TAKE_BACK, instances=ids)
    return in_order(instance_ids, refusals)


def earlier_steps(session: Session, path_node_id: int, item_kind: ItemKind) -> list[int]:
    """The user tasks (ids, the latest first) to which an instance at this place can be sent back.

    Not the submitter's own: to him it is returned as the diagram says.
    """
    way = path_to(session, path_node_id)
    passed = [id for step in reversed(way[:-1]) for id in step.opens if id not in way[-1].open]
    submitter = item_of_kind(item_kind).submitter_party
    return [id for id in dict.fromkeys(passed) if user_task(session, id).party != submitter]


def send_back(
    session: Session, work_item_ids: Sequence[int], *, by: Actor, to_user_task_id: int, comment: str
) -> list[Result]:
    """Send items back to just before an earlier step was decided; its organisation decides it anew.

    All open work of these instances closes, that of parallel branches too. Returns one Result an id. Raises
    CommentRequired or NotPermitted for all at once.
    """
    if not comment.strip():
        raise CommentRequired()
    by = confirm(session, by, Permission.WORK_ITEM_SEND_BACK)
    rows = lock_work_items(session, work_item_ids)
    refusals = {row.id: why_not_act(row, by) or _why_not_to(session, row, to_user_task_id) for row in rows}
    act = Act(EventKind.SENT_BACK, by, comment_id=write_comment(session, comment, by=by))
    groups: defaultdict[tuple[ItemKind, int], dict[int, LockedWorkItem]] = defaultdict(dict)
    for row in rows:
        if refusals[row.id] is None:
            groups[row.item_kind, row.path_node_id][row.instance_id] = row
    for (kind, path_node_id), by_instance in groups.items():
        way = path_to(session, path_node_id)
        there = next(step for step in reversed(way) if to_user_task_id in step.opens)
        ids = list(by_instance)
        cancel_work(session, ids)
        items = [row.id for row in by_instance.values()]
        move(session, ids, items, act=act, path_node_id=there.path_node_id, ended=None)
        open_work(session, item_of_kind(kind), ids, sorted(there.open), act)
        record(session, by=by, action=Permission.WORK_ITEM_SEND_BACK, instances=ids, to=to_user_task_id)
    return in_order(work_item_ids, refusals)


def _why_not_to(session: Session, row: LockedWorkItem, to_user_task_id: int) -> Refusal | None:
    if to_user_task_id in earlier_steps(session, row.path_node_id, row.item_kind):
        return None
    return StepNotOnPath()


def _lock_last_acts(session: Session, instance_ids: Sequence[int], by: Actor) -> list[LastAct]:
    rows = session.execute(
        select(
            Instance.id,
            Instance.item_kind,
            Instance.version_id,
            Instance.path_node_id,
            Instance.ended_at,
            InstanceEvent.kind,
            InstanceEvent.user_id,
            InstanceEvent.organization_id,
            WorkItem.user_task_id,
            WorkItem.several_sign,
        )
        .join(
            InstanceEvent,
            and_(InstanceEvent.instance_id == Instance.id, InstanceEvent.seq == Instance.event_count),
        )
        .outerjoin(WorkItem, WorkItem.id == InstanceEvent.work_item_id)
        .where(Instance.id == func.any(list(instance_ids)), is_visible_to(by))
        .order_by(Instance.id)
        .with_for_update(of=Instance)
    )
    return [LastAct._make(row) for row in rows]


def _why_not_take_back(row: LastAct, by: Actor) -> Refusal | None:
    if row.ended_at is not None:
        return AlreadyEnded()
    is_own = owns(by, organization_id=row.organization_id)
    if not is_own or row.kind != EventKind.DECIDED or row.several_sign:
        return SomebodyActed()
    return None if row.user_id == by.user_id else NotYourDecision()


def _hold(session: Session, instance_ids: Sequence[int], user_task_id: int, by: Actor) -> None:
    """Who takes back gets the item into his own hands."""
    session.execute(
        update(WorkItem)
        .where(
            WorkItem.instance_id == func.any(list(instance_ids)),
            WorkItem.user_task_id == user_task_id,
            WorkItem.closed_at.is_(None),
        )
        .values(assignee_id=by.user_id)
        .execution_options(synchronize_session=False)
    )
