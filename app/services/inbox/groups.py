"""Groups of an inbox: the rows that wait at one user task, folded as their kind says, counted and not listed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from app.errors import NotFound
from app.permissions import Actor
from app.services.calendar.deadline import Deadline, deadline_of
from app.services.inbox import group_statements as statements
from app.services.inbox.counts import counted
from app.services.inbox.filter import InboxFilter
from app.services.inbox.group_statements import LAST, NEWEST, OLDEST
from app.services.inbox.items import of_process
from app.services.inbox.items.item import GroupFacts
from app.services.inbox.scope import waiting_values
from app.services.inbox.tasks import tasks_of
from app.services.page import Page, page_of
from models import ItemKind

NOTHING_ASKED = InboxFilter()


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


@dataclass(frozen=True)
class Matching:
    """A page of groups, and how many rows in all match the filter; none where it asks nothing."""

    page: Page[Group]
    total: int | None


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
    return list_matching(session, by=by, asked=asked, sort=sort, after=after, limit=limit).page


def list_matching(
    session: Session,
    *,
    by: Actor,
    asked: InboxFilter,
    sort: str = "",
    after: GroupKey | int | None = None,
    limit: int = 50,
) -> Matching:
    """The same, and how many rows the filter matches in all groups together: counted on the way."""
    place = _place(sort, after) | {"limit": limit + 1}
    if asked.is_empty and not sort:
        rows = statements.PAGE.run(session, **waiting_values(by), **place).fetchall()
        return Matching(_page_of(session, rows, limit, sort), None)
    rows = statements.ASKED.run(session, asked, sort, **waiting_values(by), **place).fetchall()
    total = int(rows[0].matching) if rows else count_rows_of(session, by=by, asked=asked) if after else 0
    return Matching(_page_of(session, rows, limit, sort), None if asked.is_empty else total)


def count_rows_of(session: Session, *, by: Actor, asked: InboxFilter) -> int:
    """How many rows a filter matches, in all groups together."""
    return counted(statements.COUNT.run(session, asked, **waiting_values(by)).fetchone())


def find_group(session: Session, key: GroupKey, *, by: Actor) -> Group:
    """One group. Raises NotFound where nothing of it waits for the actor."""
    place = {"group_id": key.group_id, "user_task_id": key.user_task_id}
    groups = _groups(session, statements.ONE.run(session, **waiting_values(by), **place).fetchall())
    if not groups:
        raise NotFound()
    return groups[0]


def is_empty(session: Session, key: GroupKey, *, by: Actor) -> bool:
    """Whether nothing of a group waits for the actor's organisation any more."""
    values = {"group_id": key.group_id, "user_task_id": key.user_task_id, "organization_id": by.organization_id}
    return statements.FIRST.run(session, **values).fetchone() is None


def next_group(session: Session, key: GroupKey, *, by: Actor, asked: InboxFilter = NOTHING_ASKED) -> Group | None:
    """The group after this one, the first one after the last; None where there is no other."""
    for after in (key, None):
        for group in list_groups(session, by=by, asked=asked, after=after, limit=1).rows:
            return group if group.key != key else None
    return None


def _page_of(session: Session, rows: Sequence[Any], limit: int, sort: str) -> Page[Group]:
    return page_of(_groups(session, rows), limit, lambda group: _place_of(group, sort))


def _place(sort: str, after: GroupKey | int | None) -> dict[str, int]:
    """Where a page begins, as the statements want it."""
    if sort:
        first = LAST if sort == NEWEST else 0
        return {"row_id": after if isinstance(after, int) and after else first}
    key = after if isinstance(after, GroupKey) else GroupKey(0, 0)
    return {"group_id": key.group_id, "user_task_id": key.user_task_id}


def _place_of(group: Group, sort: str) -> object:
    return {OLDEST: group.first_id, NEWEST: group.last_id}.get(sort, group.key)


def _facts(session: Session, found: Iterable[tuple[str, int]]) -> dict[str, Mapping[int, GroupFacts]]:
    """What is known of groups, given by process and id."""
    ids: dict[str, list[int]] = {}
    for process_id, group_id in found:
        ids.setdefault(process_id, []).append(group_id)
    return {process_id: of_process(process_id).find_groups(session, these) for process_id, these in ids.items()}


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
