"""Groups of an inbox: the rows that wait at one user task, folded as their kind says, counted and not listed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, ColumnElement, Select, bindparam, func, select, tuple_
from sqlalchemy.orm import Session

from app.errors import NotFound
from app.permissions import Actor
from app.services.calendar.deadline import Deadline, deadline_of
from app.services.inbox.filter import InboxFilter
from app.services.inbox.items import of_process
from app.services.inbox.items.item import GroupFacts
from app.services.inbox.scope import IS_WAITING, is_waiting_for, waiting_values
from app.services.inbox.tasks import tasks_of
from app.services.page import Page, page_of
from app.services.prepared import Prepared
from app.services.waiting import days_since
from models import ItemKind, WorkItem

OLDEST, NEWEST = "oldest", "newest"
NOTHING_ASKED = InboxFilter()
LAST = 2**63 - 1


class GroupKey(NamedTuple):
    """A group's name in addresses and forms: `<what the kind folds by>-<user task>`."""

    group_id: int
    user_task_id: int

    def __str__(self) -> str:
        return f"{self.group_id}-{self.user_task_id}"

    @classmethod
    def parse(cls, text: str) -> "GroupKey | None":
        """Read what `str` made; None for anything else."""
        parts = text.split("-")
        if len(parts) != 2 or not all(part.isascii() and part.isdigit() and len(part) < 19 for part in parts):
            return None
        return cls(int(parts[0]), int(parts[1]))


@dataclass(slots=True)  # not frozen: fifty of them are made for each page, and that would double their price
class Group:
    """So many rows of a group at a user task; `last_id` is the newest of them when this was read."""

    key: GroupKey
    kind: ItemKind
    task_name: str
    task_key: str
    party: str
    outcomes: tuple[str, ...]
    count: int
    first_id: int
    last_id: int
    waiting_days: int
    due_at: datetime | None  # of the row that is due first
    overdue: int
    facts: GroupFacts

    @property
    def target(self) -> str:
        """What a form sends for the whole group: no row that comes later than `last_id` is meant."""
        return f"{self.key}-{self.last_id}"

    @property
    def deadline(self) -> Deadline | None:
        """Of the row that is due first."""
        return deadline_of(self.due_at)

    @property
    def round(self) -> int:
        """How many times an instance has come to this task when it is here: 2 after one correction."""
        occurrence = self.task_key.rpartition("#")[2]
        return int(occurrence) if occurrence.isdigit() else 1


def list_groups(
    session: Session,
    *,
    by: Actor,
    asked: InboxFilter = NOTHING_ASKED,
    sort: str = "",
    after: GroupKey | int | None = None,
    limit: int = 50,
) -> Page[Group]:
    """The groups of an inbox; one statement, and one a kind of item among them.

    `sort` is empty (by group and user task), OLDEST or NEWEST: by the row that came first, or last. `after` is a
    group's key, or with a sort the id of that row.
    """
    if asked.is_empty and not sort:
        start = after if isinstance(after, GroupKey) else GroupKey(0, 0)
        place = {"group_id": start.group_id, "user_task_id": start.user_task_id, "limit": limit + 1}
        rows: Sequence[Any] = _PAGE.run(session, **waiting_values(by), **place).fetchall()
    else:
        rows = session.execute(_asked_page(by, asked, sort, after).limit(limit + 1)).all()
    return page_of(_groups(session, rows), limit, lambda group: _place_of(group, sort))


def count_rows_of(session: Session, *, by: Actor, asked: InboxFilter) -> int:
    """How many rows a filter matches, in all groups together."""
    query = select(func.count()).select_from(WorkItem).where(is_waiting_for(by), *_conditions(asked))
    return session.scalar(query) or 0


def find_group(session: Session, key: GroupKey, *, by: Actor) -> Group:
    """One group. Raises NotFound where nothing of it waits for the actor."""
    place = {"group_id": key.group_id, "user_task_id": key.user_task_id}
    groups = _groups(session, _ONE.run(session, **waiting_values(by), **place).fetchall())
    if not groups:
        raise NotFound()
    return groups[0]


def is_empty(session: Session, key: GroupKey, *, by: Actor) -> bool:
    """Whether nothing of a group waits for the actor's organisation any more."""
    values = {"group_id": key.group_id, "user_task_id": key.user_task_id, "organization_id": by.organization_id}
    return _FIRST.run(session, **values).fetchone() is None


def next_group(session: Session, key: GroupKey, *, by: Actor, asked: InboxFilter = NOTHING_ASKED) -> Group | None:
    """The group after this one, the first one after the last; None where there is no other."""
    for after in (key, None):
        for group in list_groups(session, by=by, asked=asked, after=after, limit=1).rows:
            return group if group.key != key else None
    return None


_FIRST = Prepared(
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


def _conditions(asked: InboxFilter) -> list[ColumnElement[bool]]:
    return [*asked.on_groups(), *asked.on_rows()]


def _asked_page(by: Actor, asked: InboxFilter, sort: str, after: GroupKey | int | None) -> Select[*tuple[Any, ...]]:
    """The groups that a filter matches, counted with what it matches of each, from a key on."""
    groups = _shown(_counted(is_waiting_for(by)).where(*_conditions(asked)))
    counted = groups.selected_columns
    if not sort:
        start = after if isinstance(after, GroupKey) else GroupKey(0, 0)
        is_later = tuple_(counted.group_id, counted.user_task_id) > tuple_(start.group_id, start.user_task_id)
        return groups.where(is_later).order_by(counted.group_id, counted.user_task_id)
    start_id = after if isinstance(after, int) else None
    if sort == NEWEST:
        return groups.where(counted.last_id < (start_id or LAST)).order_by(counted.last_id.desc())
    return groups.where(counted.first_id > (start_id or 0)).order_by(counted.first_id)


def _place_of(group: Group, sort: str) -> object:
    return {OLDEST: group.first_id, NEWEST: group.last_id}.get(sort, group.key)


def _facts(session: Session, found: Iterable[tuple[str, int]]) -> dict[str, Mapping[int, GroupFacts]]:
    """What is known of groups, given by process and id."""
    ids: dict[str, list[int]] = {}
    for process_id, group_id in found:
        ids.setdefault(process_id, []).append(group_id)
    return {process_id: of_process(process_id).find_groups(session, these) for process_id, these in ids.items()}


def _shown(counted: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """Counted groups, and for how many days the first row of each waits."""
    groups = counted.subquery()
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
_PAGE = Prepared(
    _in_order(_shown(_BY_KEY.where(_is_after(_GROUP, _TASK)).limit(bindparam("limit", type_=BigInteger))))
)
_ONE = Prepared(_shown(_WAITING.where(WorkItem.group_id == _GROUP, WorkItem.user_task_id == _TASK)))


def _groups(session: Session, rows: Sequence[Any]) -> list[Group]:
    tasks = tasks_of(session, {row.user_task_id for row in rows})
    facts = _facts(session, ((tasks[row.user_task_id].process_id, row.group_id) for row in rows))
    kinds = {process_id: of_process(process_id).kind for process_id in facts}
    return [
        Group(
            key=GroupKey(row.group_id, row.user_task_id),
            kind=kinds[task.process_id],
            task_name=task.name,
            task_key=task.task_key,
            party=task.party,
            outcomes=task.outcomes,
            count=row.total,
            first_id=row.first_id,
            last_id=row.last_id,
            waiting_days=row.waiting_days,
            due_at=row.due_at,
            overdue=row.overdue,
            facts=facts[task.process_id][row.group_id],
        )
        for row in rows
        for task in (tasks[row.user_task_id],)
    ]
