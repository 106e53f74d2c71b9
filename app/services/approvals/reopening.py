"""Work that goes on at another organisation: it closes where it is, whose members can look at it ever after."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, DateTime, Text, bindparam, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.services.approvals.history import Act
from app.services.approvals.limits import NONE
from app.services.approvals.tables import work_item
from app.services.approvals.told import IDS, NOBODY, awaited, run_telling, telling_of_work, with_task
from app.services.prepared import Prepared
from models import CameBy, NotificationKind, WorkItem


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
    run_telling(session, _TAKING_UP, act, **ids)
    opening = _ESCALATED if came_by is CameBy.ESCALATED else _OPENED
    values = {"organization_ids": list(organization_ids), "came_by": came_by.value, "several": several_sign}
    run_telling(session, opening, act, **ids, **values, **limits)


def hand_on(session: Session, work_item_ids: Sequence[int], organization_id: int, act: Act) -> None:
    """Give work items to another organisation as they are, with all their moments; it alone is told."""
    ids = list(work_item_ids)
    _CLOSING.run(session, work_item_ids=ids)
    organization_ids = [organization_id] * len(ids)
    values = {"organization_ids": organization_ids, "came_by": None, "several": False}
    run_telling(session, _HANDED_ON, act, work_item_ids=ids, **values)


_IDS = bindparam("work_item_ids", type_=IDS)
_CLOSING = Prepared(update(work_item).where(work_item.c.id == func.any(_IDS)).values(closed_at=func.now()))
_LIMITS = {name: bindparam(name, type_=DateTime(timezone=True)) for name in ("due_at", "remind_at", "escalate_at")}
_NEW = {**_LIMITS, "due_at": func.coalesce(_LIMITS["due_at"], WorkItem.due_at)}
_KEPT = {
    "opened_at": WorkItem.opened_at,
    "due_at": WorkItem.due_at,
    "remind_at": WorkItem.remind_at,
    "reminded_at": WorkItem.reminded_at,
    "escalate_at": WorkItem.escalate_at,
}
"""The moments of work that opens elsewhere: given anew, or as they were."""


def _told(rows: Any, kind: NotificationKind, user: str | None = None) -> Prepared:
    """Tell of rows that were written: the person in column `user`, or whoever may clear such work."""
    of = with_task(rows).where(rows.c.organization_id.is_not(None)).subquery("of")
    return Prepared(select(awaited(telling_of_work(kind, of, of.c[user] if user else NOBODY))))


def _taking_up() -> Prepared:
    columns = (work_item.c.instance_id, work_item.c.group_id, work_item.c.organization_id, work_item.c.user_task_id)
    closed = (
        update(work_item)
        .where(work_item.c.id == func.any(_IDS))
        .values(closed_at=func.now(), escalate_at=None)
        .returning(*columns, work_item.c.assignee_id)
        .cte("closed")
    )
    return _told(closed, NotificationKind.TAKEN_UP, "assignee_id")


def _opening(said: NotificationKind, moments: Mapping[str, Any]) -> Prepared:
    pairs = func.unnest(_IDS, bindparam("organization_ids", type_=IDS))
    to = pairs.table_valued("id", "organization_id", name="pair").render_derived()
    columns = {
        "instance_id": WorkItem.instance_id,
        "user_task_id": WorkItem.user_task_id,
        "organization_id": to.c.organization_id,
        "group_id": WorkItem.group_id,
        "several_sign": bindparam("several", type_=Boolean),
        "came_by": bindparam("came_by", type_=Text),
        **moments,
    }
    rows = select(*columns.values()).join(to, to.c.id == WorkItem.id)
    written = (work_item.c[name] for name in ("instance_id", "user_task_id", "organization_id", "group_id"))
    opened = insert(work_item).from_select(list(columns), rows).returning(*written).cte("opened")
    return _told(opened, said)


_TAKING_UP = _taking_up()
_ESCALATED, _OPENED = (_opening(said, _NEW) for said in (NotificationKind.ESCALATED, NotificationKind.OPENED))
_HANDED_ON = _opening(NotificationKind.OPENED, _KEPT)
