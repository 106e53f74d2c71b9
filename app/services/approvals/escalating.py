"""Escalation: what is over its limit goes to the superior organisation, where the diagram says so.

The work closes where it is and opens above, so that who had it can still look at it. Where there is no superior
to take it, or several sign, it stays and an alarm is raised.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    Integer,
    Select,
    Text,
    bindparam,
    case,
    cast,
    func,
    literal,
    null,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session, aliased

from app.permissions import Clock
from app.services.approvals.history import Act, note_each
from app.services.approvals.tables import alarm, work_item
from app.services.approvals.told import IDS, act_values, awaited, constant, pass_on, telling
from app.services.prepared import Prepared
from models import AlarmKind, CameBy, EventKind, Instance, NotificationKind, Organization, UserTask, WorkItem

AT_ONCE = 10_000


class Overdue(NamedTuple):
    """A locked work item that is over its limit, and who is to take it; none: nobody can."""

    id: int
    instance_id: int
    superior_id: int | None


def escalate_overdue(session: Session, *, limit: int = AT_ONCE) -> int:
    """Give what is to be escalated to the superiors, and tell both; returns how many work items were seen to.

    Instances are locked first, as by every verb; what somebody else holds locked is left for the next time.
    """
    rows = [Overdue._make(row) for row in _LOCKING.run(session, limit=limit)]
    higher = [row for row in rows if row.superior_id is not None]
    act = Act(EventKind.ESCALATED, Clock())
    if higher:
        note_each(session, higher, act=act)
        _run(session, _CLOSING, act, work_item_ids=[row.id for row in higher])
        superiors = [row.superior_id for row in higher]
        _run(session, _OPENING, act, work_item_ids=[row.id for row in higher], superior_ids=superiors)
    _alarm(session, [row.id for row in rows if row.superior_id is None])
    return len(rows)


def _alarm(session: Session, work_item_ids: Sequence[int]) -> None:
    if work_item_ids:
        _ALARMING.run(session, work_item_ids=list(work_item_ids))


def _run(session: Session, statement: Prepared, act: Act, **values: Any) -> None:
    (told,) = statement.run(session, **values, **act_values(act)).fetchone() or (None,)
    pass_on(session, told, act)


def _locking() -> Select[Any, Any, Any]:
    """A superior that is not in use takes nothing, nor whoever submitted the item itself."""
    own, upper = aliased(Organization), aliased(Organization)
    takes = upper.is_enabled & upper.id.is_distinct_from(Instance.organization_id) & ~WorkItem.several_sign
    return (
        select(WorkItem.id, WorkItem.instance_id, case((takes, upper.id)).label("superior_id"))
        .join(Instance, Instance.id == WorkItem.instance_id)
        .outerjoin(own, own.id == WorkItem.organization_id)
        .outerjoin(upper, upper.id == func.coalesce(own.superior_id, own.hr_id))
        .where(WorkItem.closed_at.is_(None), WorkItem.escalate_at <= func.now())
        .order_by(Instance.id, WorkItem.id)
        .limit(bindparam("limit", type_=Integer))
        .with_for_update(of=[Instance, WorkItem], skip_locked=True)
    )


_IDS = bindparam("work_item_ids", type_=IDS)
_LOCKING = Prepared(_locking())


def _told(rows: Any, kind: NotificationKind, user: Any) -> Prepared:
    """Tell of rows that were written, by their instances' kinds and their tasks' modules."""
    of = (
        select(*rows.c, UserTask.permission, cast(Instance.item_kind, Text).label("item_kind"))
        .join(UserTask, UserTask.id == rows.c.user_task_id)
        .join(Instance, Instance.id == rows.c.instance_id)
        .where(rows.c.organization_id.is_not(None))
        .subquery("of")
    )
    told = telling(
        of,
        kind=constant(kind.value),
        item_kind=of.c.item_kind,
        organization=of.c.organization_id,
        user=of.c[user],
        module=of.c.permission,
        task=of.c.user_task_id,
    )
    return Prepared(select(awaited(told)))


def _closing() -> Prepared:
    columns = (work_item.c.instance_id, work_item.c.group_id, work_item.c.organization_id, work_item.c.user_task_id)
    closed = (
        update(work_item)
        .where(work_item.c.id == func.any(_IDS))
        .values(closed_at=func.now(), escalate_at=None)
        .returning(*columns, work_item.c.assignee_id)
        .cte("closed")
    )
    return _told(closed, NotificationKind.TAKEN_UP, "assignee_id")


def _opening() -> Prepared:
    """It stays over its limit above, and nobody holds it there."""
    pairs = func.unnest(_IDS, bindparam("superior_ids", type_=IDS))
    to = pairs.table_valued("id", "superior_id", name="pair").render_derived()
    names = ("instance_id", "user_task_id", "organization_id", "group_id", "due_at", "came_by")
    opened = (
        insert(work_item)
        .from_select(
            names,
            select(
                WorkItem.instance_id,
                WorkItem.user_task_id,
                to.c.superior_id,
                WorkItem.group_id,
                WorkItem.due_at,
                literal(CameBy.ESCALATED.value),
            ).join(to, to.c.id == WorkItem.id),
        )
        .returning(*(work_item.c[name] for name in names), cast(null(), BigInteger).label("nobody_id"))
        .cte("opened")
    )
    return _told(opened, NotificationKind.ESCALATED, "nobody_id")


def _alarming() -> Prepared:
    kept = (
        update(work_item)
        .where(work_item.c.id == func.any(_IDS))
        .values(escalate_at=None)
        .returning(work_item.c.id)
        .cte("kept")
    )
    new = insert(alarm).from_select(
        ["kind", "work_item_id"], select(literal(AlarmKind.NO_SUPERIOR.value), kept.c.id)
    )
    return Prepared(new.on_conflict_do_nothing())


_CLOSING, _OPENING, _ALARMING = _closing(), _opening(), _alarming()
