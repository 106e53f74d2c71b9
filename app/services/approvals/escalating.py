"""Escalation: what is over its limit goes to the superior organisation, where the diagram says so.

Where there is no superior to take it, or several sign, it stays and an alarm is raised.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Integer, Select, bindparam, case, func, literal, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session, aliased

from app.permissions import Clock
from app.services.approvals.history import Act, note_each
from app.services.approvals.reopening import reopen
from app.services.approvals.tables import alarm, work_item
from app.services.approvals.told import IDS
from app.services.prepared import Prepared
from models import AlarmKind, CameBy, EventKind, Instance, Organization, WorkItem

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
    higher = {row: row.superior_id for row in rows if row.superior_id is not None}
    if higher:
        act = Act(EventKind.ESCALATED, Clock())
        note_each(session, list(higher), act=act)
        reopen(session, [row.id for row in higher], list(higher.values()), act, came_by=CameBy.ESCALATED)
    _alarm(session, [row.id for row in rows if row.superior_id is None])
    return len(rows)


def _alarm(session: Session, work_item_ids: Sequence[int]) -> None:
    if work_item_ids:
        _ALARMING.run(session, work_item_ids=list(work_item_ids))


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


def _alarming() -> Prepared:
    kept = (
        update(work_item)
        .where(work_item.c.id == func.any(bindparam("work_item_ids", type_=IDS)))
        .values(escalate_at=None)
        .returning(work_item.c.id)
        .cte("kept")
    )
    new = insert(alarm).from_select(
        ["kind", "work_item_id"], select(literal(AlarmKind.NO_SUPERIOR.value), kept.c.id)
    )
    return Prepared(new.on_conflict_do_nothing())


_LOCKING, _ALARMING = Prepared(_locking()), _alarming()
