"""What waits longest for a reviewer: the next rows to clear, one by one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import FromClause, Select, func, or_, select, true
from sqlalchemy.orm import Session, aliased

from app.permissions import Actor
from app.services.calendar.deadline import Limited
from app.services.instances.names import names_of
from app.services.waiting import days_since
from models import Diagram, Instance, ItemKind, Organization, UserTask, WorkItem

SHOWN = 5


@dataclass(frozen=True)
class Oldest(Limited):
    """An item that waits for the actor: what it is, of whom, for how many days."""

    instance_id: int
    item_kind: ItemKind
    item_id: int
    process_name: str
    task_name: str
    submitter: str | None
    waiting_days: int
    due_at: datetime | None
    name: str = ""
    group_name: str = ""


def list_oldest(session: Session, *, by: Actor) -> Sequence[Oldest]:
    """The first ones, longest first; one statement, and one a kind among them for the names."""
    rows = [dict(row._mapping) for row in session.execute(_rows(by))]
    names = names_of(session, rows)
    return [Oldest(**row, **names[row["instance_id"]]) for row in rows]


def _first(by: Actor) -> FromClause:
    """The first at each user task by ix_work_item_waiting, and of these the first."""
    each = (
        select(WorkItem.instance_id, WorkItem.opened_at, WorkItem.due_at)
        .where(
            WorkItem.closed_at.is_(None),
            WorkItem.organization_id == by.organization_id,
            WorkItem.user_task_id == UserTask.id,
            or_(WorkItem.assignee_id.is_(None), WorkItem.assignee_id == func.any(list(by.persons))),
        )
        .order_by(WorkItem.opened_at)
        .limit(SHOWN)
        .correlate(UserTask)
        .lateral("each")
    )
    return (
        select(UserTask.process_id, UserTask.name, each.c.instance_id, each.c.opened_at, each.c.due_at)
        .join(each, true())
        .where(UserTask.permission == func.any(sorted(by.clearing)))
        .order_by(each.c.opened_at, each.c.instance_id)
        .limit(SHOWN)
        .subquery("first")
    )


def _rows(by: Actor) -> Select[*tuple[Any, ...]]:
    first, submitter = _first(by), aliased(Organization)
    return (
        select(
            Instance.id.label("instance_id"),
            Instance.item_kind,
            Instance.item_id,
            Diagram.name.label("process_name"),
            first.c.name.label("task_name"),
            submitter.name.label("submitter"),
            days_since(first.c.opened_at).label("waiting_days"),
            first.c.due_at,
        )
        .select_from(first)
        .join(Instance, Instance.id == first.c.instance_id)
        .join(Diagram, Diagram.process_id == first.c.process_id)
        .outerjoin(submitter, submitter.id == Instance.organization_id)
        .order_by(first.c.opened_at, first.c.instance_id)
    )
