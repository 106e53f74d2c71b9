"""An inbox folded further than into groups: by user task, or by who submitted. Each fold is a filter of its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, bindparam, func, select
from sqlalchemy.orm import Session

from app.permissions import Actor, Permission
from app.services.calendar.deadline import Limited
from app.services.guard import require
from app.services.inbox.filter import PERSONS, InboxFilter
from app.services.inbox.scope import IS_WAITING, waiting_values
from app.services.inbox.shaped import Shaped
from app.services.page import Page, page_of
from app.services.waiting import days_since
from models import Diagram, Instance, Organization, UserTask, WorkItem

BY_TASK, BY_SUBMITTER = "task", "submitter"


@dataclass(frozen=True)
class Fold(Limited):
    """So many waiting rows; `narrows` is what the filter of the list becomes when only they are wanted."""

    name: str
    note: str
    count: int
    opened_at: datetime
    waiting_days: int
    due_at: datetime | None  # of the row that is due first
    overdue: int
    narrows: Mapping[str, str]


def fold_by_task(session: Session, *, by: Actor, asked: InboxFilter) -> Page[Fold]:
    """One row a process and user task; there are no more of them than user tasks in the diagrams."""
    require(by, Permission.INBOX_VIEW)
    rows = _BY_TASK.run(session, asked, **waiting_values(by)).fetchall()
    return Page(
        [_fold(row, row.task_name, row.process_name, node=f"{row.process_id}/{row.node_id}") for row in rows]
    )


def fold_by_submitter(
    session: Session, *, by: Actor, asked: InboxFilter, after: int | None = None, limit: int = 50
) -> Page[Fold]:
    """One row an organisation that submitted, in the order of their ids; persons together come first."""
    require(by, Permission.INBOX_VIEW)
    place = {"after": -1 if after is None else after, "limit": limit + 1}
    rows = _BY_SUBMITTER.run(session, asked, **waiting_values(by), **place).fetchall()
    return page_of([_of_submitter(row) for row in rows], limit, lambda fold: fold.narrows["submitter_id"])


def _sums() -> tuple[ColumnElement[Any], ...]:
    return (
        func.count().label("total"),
        func.min(WorkItem.opened_at).label("opened_at"),
        func.min(WorkItem.due_at).label("due_at"),
        func.count().filter(WorkItem.due_at < func.now()).label("overdue"),
    )


def _build_by_task(asked: InboxFilter) -> Select[*tuple[Any, ...]]:
    """Counted by the id of the user task from the index alone, and then by its name in the diagram."""
    ids = (
        select(WorkItem.user_task_id, *_sums())
        .where(IS_WAITING, *asked.on_groups(), *asked.on_rows())
        .group_by(WorkItem.user_task_id)
        .subquery("ids")
    )
    key = (UserTask.process_id, UserTask.node_id)
    folds = (
        select(
            *key,
            func.max(UserTask.name).label("task_name"),
            func.sum(ids.c.total).label("total"),
            func.min(ids.c.opened_at).label("opened_at"),
            func.min(ids.c.due_at).label("due_at"),
            func.sum(ids.c.overdue).label("overdue"),
        )
        .join(ids, ids.c.user_task_id == UserTask.id)
        .group_by(*key)
        .subquery("folds")
    )
    return (
        select(folds, Diagram.name.label("process_name"), days_since(folds.c.opened_at).label("waiting_days"))
        .join(Diagram, Diagram.process_id == folds.c.process_id)
        .order_by(folds.c.process_id, folds.c.node_id)
    )


def _build_by_submitter(asked: InboxFilter) -> Select[*tuple[Any, ...]]:
    who = func.coalesce(Instance.organization_id, PERSONS)
    folds = (
        select(who.label("submitter_id"), *_sums())
        .join(Instance, Instance.id == WorkItem.instance_id)
        .where(IS_WAITING, *asked.on_groups(), *asked.on_rows(), who > bindparam("after", type_=BigInteger))
        .group_by(who)
        .order_by(who)
        .limit(bindparam("limit", type_=BigInteger))
        .subquery("folds")
    )
    return (
        select(folds, Organization.name, days_since(folds.c.opened_at).label("waiting_days"))
        .outerjoin(Organization, Organization.id == folds.c.submitter_id)
        .order_by(folds.c.submitter_id)
    )


_BY_TASK = Shaped(_build_by_task)
_BY_SUBMITTER = Shaped(_build_by_submitter)


def _of_submitter(row: Any) -> Fold:
    is_person = row.submitter_id == PERSONS
    return _fold(
        row,
        "个人提交" if is_person else row.name,
        "申请人、学员本人提交的事项" if is_person else "申报单位",
        submitter_id=str(row.submitter_id),
    )


def _fold(row: Any, name: str, note: str, **narrows: str) -> Fold:
    limits = (row.due_at, int(row.overdue))
    return Fold(name, note, int(row.total), row.opened_at, row.waiting_days, *limits, narrows)
