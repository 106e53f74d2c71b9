"""What came back to an organisation to be corrected: the newest first, each with the reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, and_, func, or_, select, true
from sqlalchemy.orm import Session

from app.items import ITEMS
from app.permissions import Actor
from app.services.instances.names import names_of
from models import (
    Comment,
    Diagram,
    EventKind,
    Instance,
    InstanceEvent,
    ItemKind,
    Organization,
    UserTask,
    WorkItem,
)

SHOWN = 5


@dataclass(frozen=True)
class Returned:
    """An item that was returned: by whom, when, and why."""

    instance_id: int
    item_kind: ItemKind
    item_id: int
    process_name: str
    returned_at: datetime
    returned_by: str | None
    reason: str | None
    name: str = ""
    group_name: str = ""


def list_returned(session: Session, *, by: Actor) -> Sequence[Returned]:
    """The newest ones that the actor may correct; one statement, and one a kind among them for the names."""
    rows = [dict(row._mapping) for row in session.execute(_rows(by))]
    names = names_of(session, rows)
    return [Returned(**row, **names[row["instance_id"]]) for row in rows]


def is_back() -> ColumnElement[bool]:
    """The user task is where its submitter corrects what was returned."""
    return or_(
        *(and_(UserTask.process_id == item.process_id, UserTask.party == item.submitter_party) for item in ITEMS)
    )


def _newest(by: Actor) -> FromClause:
    """The newest at each such user task by ix_work_item_waiting, and of these the newest."""
    each = (
        select(WorkItem.id, WorkItem.instance_id, WorkItem.opened_at)
        .where(
            WorkItem.closed_at.is_(None),
            WorkItem.organization_id == by.organization_id,
            WorkItem.user_task_id == UserTask.id,
        )
        .order_by(WorkItem.opened_at.desc())
        .limit(SHOWN)
        .correlate(UserTask)
        .lateral("each")
    )
    mine = UserTask.permission == func.any(sorted(by.clearing))
    return (
        select(each.c.id, each.c.instance_id, each.c.opened_at)
        .select_from(UserTask)
        .join(each, true())
        .where(is_back(), mine)
        .order_by(each.c.opened_at.desc(), each.c.id.desc())
        .limit(SHOWN)
        .subquery("newest")
    )


def _rows(by: Actor) -> Select[*tuple[Any, ...]]:
    newest = _newest(by)
    last = (
        select(InstanceEvent.comment_id, InstanceEvent.organization_id)
        .where(
            InstanceEvent.instance_id == newest.c.instance_id,
            InstanceEvent.kind.in_((EventKind.DECIDED, EventKind.SENT_BACK)),
        )
        .order_by(InstanceEvent.seq.desc())
        .limit(1)
        .correlate(newest)
        .lateral("last")
    )
    return (
        select(
            Instance.id.label("instance_id"),
            Instance.item_kind,
            Instance.item_id,
            Diagram.name.label("process_name"),
            newest.c.opened_at.label("returned_at"),
            Organization.name.label("returned_by"),
            Comment.body.label("reason"),
        )
        .select_from(newest)
        .join(Instance, Instance.id == newest.c.instance_id)
        .join(WorkItem, WorkItem.id == newest.c.id)
        .join(UserTask, UserTask.id == WorkItem.user_task_id)
        .join(Diagram, Diagram.process_id == UserTask.process_id)
        .outerjoin(last, true())
        .outerjoin(Organization, Organization.id == last.c.organization_id)
        .outerjoin(Comment, Comment.id == last.c.comment_id)
        .order_by(newest.c.opened_at.desc(), newest.c.id.desc())
    )
