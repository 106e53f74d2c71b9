"""Work that goes on at another organisation: it closes where it is, whose members can look at it ever after."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Boolean, DateTime, Text, bindparam, cast, func, null, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.services.approvals.history import Act
from app.services.approvals.limits import NONE
from app.services.approvals.tables import work_item
from app.services.approvals.told import IDS, act_values, awaited, constant, pass_on, telling
from app.services.prepared import Prepared
from models import CameBy, Instance, NotificationKind, UserTask, WorkItem


def reopen(
    session: Session,
    work_item_ids: Sequence[int],
    organization_ids: Sequence[int],
    act: Act,
    *,
    came_by: CameBy,
    limits: dict[str, datetime | None] = NONE,
    several_sign: bool = False,
) -> None:
    """Close work items and open each at the organisation beside it, held by nobody there; both are told.

    It stays due when it was, unless new limits are given.
    """
    ids = {"work_item_ids": list(work_item_ids)}
    _run(session, _CLOSING, act, **ids)
    opening = _ESCALATED if came_by is CameBy.ESCALATED else _OPENED
    values = {"organization_ids": list(organization_ids), "came_by": came_by.value, "several": several_sign}
    _run(session, opening, act, **ids, **values, **limits)


def _run(session: Session, statement: Prepared, act: Act, **values: Any) -> None:
    (told,) = statement.run(session, **values, **act_values(act)).fetchone() or (None,)
    pass_on(session, told, act)


_IDS = bindparam("work_item_ids", type_=IDS)
_LIMITS = ("due_at", "remind_at", "escalate_at")


def _told(rows: Any, kind: NotificationKind, user: str) -> Prepared:
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


def _opening(said: NotificationKind) -> Prepared:
    pairs = func.unnest(_IDS, bindparam("organization_ids", type_=IDS))
    to = pairs.table_valued("id", "organization_id", name="pair").render_derived()
    due, remind, escalate = (bindparam(name, type_=DateTime(timezone=True)) for name in _LIMITS)
    columns = {
        "instance_id": WorkItem.instance_id,
        "user_task_id": WorkItem.user_task_id,
        "organization_id": to.c.organization_id,
        "group_id": WorkItem.group_id,
        "several_sign": bindparam("several", type_=Boolean),
        "came_by": bindparam("came_by", type_=Text),
        "due_at": func.coalesce(due, WorkItem.due_at),
        "remind_at": remind,
        "escalate_at": escalate,
    }
    rows = select(*columns.values()).join(to, to.c.id == WorkItem.id)
    written = (work_item.c[name] for name in ("instance_id", "user_task_id", "organization_id", "group_id"))
    opened = (
        insert(work_item)
        .from_select(list(columns), rows)
        .returning(*written, cast(null(), BigInteger).label("nobody_id"))
        .cte("opened")
    )
    return _told(opened, said, "nobody_id")


_CLOSING = _closing()
_ESCALATED, _OPENED = _opening(NotificationKind.ESCALATED), _opening(NotificationKind.OPENED)
