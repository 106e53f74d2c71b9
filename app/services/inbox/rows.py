"""Rows of one group: what the reviewer decides on."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, and_, bindparam, false, func, literal_column, or_, select
from sqlalchemy.orm import Session

from app.permissions import Actor
from app.services.inbox.filter import InboxFilter
from app.services.inbox.group_statements import LAST, NEWEST
from app.services.inbox.groups import NOTHING_ASKED, GroupKey
from app.services.inbox.items import INBOX_ITEMS, of_kind, of_process
from app.services.inbox.items.item import InboxItem, Row
from app.services.inbox.scope import IS_WAITING, is_waiting_for, waiting_values
from app.services.inbox.shaped import Shaped
from app.services.inbox.tasks import tasks_of
from app.services.page import Page, page_of
from app.services.waiting import days_since
from models import Comment, EventKind, Instance, InstanceEvent, ItemKind, User, WorkItem

_MOVING = (EventKind.STARTED, EventKind.DECIDED, EventKind.RESUBMITTED, EventKind.SENT_BACK)
MOVED = f"instance_event.kind IN ({', '.join(str(int(kind)) for kind in _MOVING)})"


@dataclass(frozen=True)
class Found:
    """How many rows of a group match, and the newest of them when they were counted."""

    count: int
    last_id: int


def list_rows(
    session: Session,
    key: GroupKey,
    *,
    by: Actor,
    asked: InboxFilter = NOTHING_ASKED,
    sort: str = "",
    after: int = 0,
    limit: int = 50,
) -> Page[Row]:
    """The rows of a group in the order in which they came, with NEWEST the other way; one statement."""
    item = _item_of(session, key)
    if item is None:
        return Page([])
    start = {"row_id": after or (LAST if sort == NEWEST else 0), "limit": limit + 1}
    place = {"group_id": key.group_id, "user_task_id": key.user_task_id}
    rows = _ROWS.dicts(session, asked, item.kind, sort, **waiting_values(by), **place, **start)
    return page_of([item.row(row) for row in rows], limit, lambda row: row.id)


def count_rows(session: Session, key: GroupKey, *, by: Actor, asked: InboxFilter) -> Found:
    """Count the rows of a group that match a filter."""
    item = _item_of(session, key)
    if item is None:
        return Found(0, 0)
    place = {"group_id": key.group_id, "user_task_id": key.user_task_id}
    row = _COUNT.run(session, asked, item.kind, **waiting_values(by), **place).fetchone()
    return Found(*row) if row else Found(0, 0)


def all_rows(key: GroupKey, *, by: Actor, up_to: int, asked: InboxFilter = NOTHING_ASKED) -> Select[int, int]:
    """The work items of a group that match, with their revisions: those there were when `up_to` was the newest."""
    return _matching(select(WorkItem.id, Instance.revision), key, by, asked).where(WorkItem.id <= up_to)


def whole_groups(
    groups: Mapping[GroupKey, int], *, by: Actor, asked: InboxFilter = NOTHING_ASKED
) -> Select[int, int]:
    """The work items of groups that match a filter: of each group those there were when its last id was newest."""
    meant = [
        and_(
            WorkItem.group_id == key.group_id,
            WorkItem.user_task_id == key.user_task_id,
            WorkItem.id <= last_id,
        )
        for key, last_id in groups.items()
    ]
    return (
        select(WorkItem.id, Instance.revision)
        .join(Instance, Instance.id == WorkItem.instance_id)
        .where(is_waiting_for(by), or_(false(), *meant), *asked.on_groups(), *asked.on_rows())
    )


def _item_of(session: Session, key: GroupKey) -> InboxItem | None:
    task = tasks_of(session, [key.user_task_id]).get(key.user_task_id)
    return of_process(task.process_id) if task else None


def _build_rows(asked: InboxFilter, kind: ItemKind, sort: str) -> Select[*tuple[Any, ...]]:
    item, row_id = of_kind(kind), bindparam("row_id", type_=BigInteger)
    query = _in_group(item.joined(_shown()), item, asked).limit(bindparam("limit", type_=BigInteger))
    if sort == NEWEST:
        return query.where(WorkItem.id < row_id).order_by(WorkItem.id.desc())
    return query.where(WorkItem.id > row_id).order_by(WorkItem.id)


def _build_count(asked: InboxFilter, kind: ItemKind) -> Select[int, int]:
    query = select(func.count(), func.coalesce(func.max(WorkItem.id), 0)).select_from(WorkItem)
    return _in_group(query.join(Instance, Instance.id == WorkItem.instance_id), of_kind(kind), asked)


def _in_group(query: Select[*tuple[Any, ...]], item: InboxItem, asked: InboxFilter) -> Select[*tuple[Any, ...]]:
    """Rows of a group of this kind, and no text is looked for in items of others."""
    query = query.where(
        IS_WAITING,
        WorkItem.group_id == bindparam("group_id", type_=BigInteger),
        WorkItem.user_task_id == bindparam("user_task_id", type_=BigInteger),
        *asked.on_rows(),
    )
    return query.where(item.holds(asked.text)) if asked.text else query


def _matching(
    query: Select[*tuple[Any, ...]], key: GroupKey, by: Actor, asked: InboxFilter
) -> Select[*tuple[Any, ...]]:
    query = _of_group(query, key, by).where(*asked.on_rows())
    return query.where(_holds(asked.text)) if asked.text else query


def _of_group(query: Select[*tuple[Any, ...]], key: GroupKey, by: Actor) -> Select[*tuple[Any, ...]]:
    return (
        query.select_from(WorkItem)
        .join(Instance, Instance.id == WorkItem.instance_id)
        .where(
            is_waiting_for(by),
            WorkItem.group_id == key.group_id,
            WorkItem.user_task_id == key.user_task_id,
        )
    )


def _holds(text: str) -> ColumnElement[bool]:
    """The item, of whatever kind it is, holds the text."""
    return or_(*(and_(Instance.item_kind == item.kind, item.holds(text)) for item in INBOX_ITEMS))


def _shown() -> Select[*tuple[Any, ...]]:
    comment = _of_last_decision(select(Comment.body), Comment, InstanceEvent.comment_id == Comment.id)
    author = _of_last_decision(select(User.name), User, InstanceEvent.user_id == User.id)
    return (
        select(
            WorkItem.id,
            WorkItem.instance_id,
            Instance.revision,
            Instance.started_at.label("submitted_at"),
            WorkItem.opened_at,
            days_since(WorkItem.opened_at).label("waiting_days"),
            WorkItem.due_at,
            comment.label("last_comment"),
            author.label("last_by"),
        )
        .select_from(WorkItem)
        .join(Instance, Instance.id == WorkItem.instance_id)
    )


def _of_last_decision(query: Select[Any], table: type[Comment | User], is_its: ColumnElement[bool]) -> Any:
    """Of the act that opened the work; what was done since without deciding (a claim, a comment) is passed over."""
    newest = (
        query.select_from(InstanceEvent)
        .outerjoin(table, is_its)
        .where(InstanceEvent.instance_id == Instance.id, literal_column(MOVED))
    )
    return newest.order_by(InstanceEvent.seq.desc()).limit(1).correlate(Instance).scalar_subquery()


_ROWS = Shaped(_build_rows)
_COUNT = Shaped(_build_count)
