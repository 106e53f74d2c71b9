"""Rows of one group: what the reviewer decides on."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select
from sqlalchemy.orm import Session

from app.errors import NotFound
from app.permissions import Actor
from app.services.approvals.user_tasks import user_task
from app.services.inbox.filter import InboxFilter
from app.services.inbox.groups import LAST, NEWEST, NOTHING_ASKED, GroupKey
from app.services.inbox.items import INBOX_ITEMS, of_process
from app.services.inbox.items.item import InboxItem, Row
from app.services.inbox.scope import is_waiting_for
from app.services.page import Page, page_of
from app.services.waiting import days_since
from models import Comment, EventKind, Instance, InstanceEvent, User, WorkItem


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
    query = item.joined(_of_group(_shown(), key, by)).where(*asked.on_rows())
    if asked.text:
        query = query.where(item.holds(asked.text))
    if sort == NEWEST:
        query = query.where(WorkItem.id < (after or LAST)).order_by(WorkItem.id.desc())
    else:
        query = query.where(WorkItem.id > after).order_by(WorkItem.id)
    rows = session.execute(query.limit(limit + 1)).all()
    return page_of([item.row(dict(row._mapping)) for row in rows], limit, lambda row: row.id)


def count_rows(session: Session, key: GroupKey, *, by: Actor, asked: InboxFilter) -> Found:
    """Count the rows of a group that match a filter."""
    query = _matching(select(func.count(), func.coalesce(func.max(WorkItem.id), 0)), key, by, asked)
    return Found(*session.execute(query).one())


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
    try:
        return of_process(user_task(session, key.user_task_id).process_id)
    except NotFound:
        return None


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
    return select(
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


def _of_last_decision(query: Select[Any], table: type[Comment | User], is_its: ColumnElement[bool]) -> Any:
    """Of the act that opened the work; what was done since without deciding (a claim, a comment) is passed over."""
    moved = (EventKind.STARTED, EventKind.DECIDED, EventKind.RESUBMITTED, EventKind.SENT_BACK)
    newest = (
        query.select_from(InstanceEvent)
        .outerjoin(table, is_its)
        .where(InstanceEvent.instance_id == Instance.id, InstanceEvent.kind.in_(moved))
    )
    return newest.order_by(InstanceEvent.seq.desc()).limit(1).correlate(Instance).scalar_subquery()
