"""The statements that fold an inbox into groups and count them."""

from typing import Any

from sqlalchemy import BigInteger, ColumnElement, FromClause, Select, bindparam, func, select, tuple_

from app.services.inbox.filter import InboxFilter
from app.services.inbox.scope import IS_WAITING
from app.services.inbox.shaped import Shaped
from app.services.prepared import Prepared
from app.services.waiting import days_since
from models import WorkItem

OLDEST, NEWEST = "oldest", "newest"
LAST = 2**63 - 1

FIRST = Prepared(
    select(WorkItem.id)
    .where(
        WorkItem.closed_at.is_(None),
        WorkItem.organization_id == bindparam("organization_id"),
        WorkItem.group_id == bindparam("group_id"),
        WorkItem.user_task_id == bindparam("user_task_id"),
    )
    .limit(1)
)


def _counted(is_waiting: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """Counts straight from ix_work_item_inbox, whose order they come in; ids grow with time."""
    return (
        select(
            WorkItem.group_id,
            WorkItem.user_task_id,
            func.count().label("total"),
            func.min(WorkItem.id).label("first_id"),
            func.max(WorkItem.id).label("last_id"),
            func.min(WorkItem.opened_at).label("opened_at"),
            func.min(WorkItem.due_at).label("due_at"),
            func.count().filter(WorkItem.due_at < func.now()).label("overdue"),
        )
        .where(is_waiting)
        .group_by(WorkItem.group_id, WorkItem.user_task_id)
    )


def _build_asked_page(asked: InboxFilter, sort: str) -> Select[*tuple[Any, ...]]:
    """The groups that a filter matches, counted with what it matches of each, from a key on.

    What groups are called is asked of groups and not of rows: they are far fewer.
    """
    counted = _counted(IS_WAITING).where(*asked.on_tasks(), *asked.on_rows()).subquery("counted")
    matching = func.sum(counted.c.total).over().label("matching")
    named = select(counted, matching).where(*asked.on_names(counted.c.group_id, counted.c.user_task_id))
    found = named.subquery("found")
    page = _shown(found).add_columns(found.c.matching).limit(bindparam("limit", type_=BigInteger))
    row_id = bindparam("row_id", type_=BigInteger)
    if sort == NEWEST:
        return page.where(found.c.last_id < row_id).order_by(found.c.last_id.desc())
    if sort:
        return page.where(found.c.first_id > row_id).order_by(found.c.first_id)
    key = tuple_(found.c.group_id, found.c.user_task_id)
    return page.where(key > tuple_(_GROUP, _TASK)).order_by(found.c.group_id, found.c.user_task_id)


def _build_count(asked: InboxFilter) -> Select[int]:
    return select(func.count()).select_from(WorkItem).where(IS_WAITING, *asked.on_groups(), *asked.on_rows())


def _shown(groups: FromClause) -> Select[*tuple[Any, ...]]:
    """Counted groups, and for how many days the first row of each waits."""
    shown = (groups.c.group_id, groups.c.user_task_id, groups.c.total, groups.c.first_id, groups.c.last_id)
    limits = (groups.c.due_at, groups.c.overdue)
    return select(*shown, *limits, days_since(groups.c.opened_at).label("waiting_days"))


def _in_order(query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    return query.order_by(query.selected_columns.group_id, query.selected_columns.user_task_id)


def _is_after(group_id: Any, user_task_id: Any) -> ColumnElement[bool]:
    return tuple_(WorkItem.group_id, WorkItem.user_task_id) > tuple_(group_id, user_task_id)


_GROUP, _TASK = bindparam("group_id", type_=BigInteger), bindparam("user_task_id", type_=BigInteger)
_WAITING = _counted(IS_WAITING)
_BY_KEY = _WAITING.order_by(WorkItem.group_id, WorkItem.user_task_id)  # the index's order: a limit ends the count
PAGE = Prepared(
    _in_order(
        _shown(_BY_KEY.where(_is_after(_GROUP, _TASK)).limit(bindparam("limit", type_=BigInteger)).subquery())
    )
)
ONE = Prepared(_shown(_WAITING.where(WorkItem.group_id == _GROUP, WorkItem.user_task_id == _TASK).subquery()))
ASKED = Shaped(_build_asked_page)
COUNT = Shaped(_build_count)
