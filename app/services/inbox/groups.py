"""Groups of an inbox: the rows that wait at one user task, folded as their kind says, counted and not listed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, and_, bindparam, func, or_, select, tuple_
from sqlalchemy.orm import Session, aliased

from app.errors import NotFound
from app.permissions import Actor
from app.services.inbox.items import INBOX_ITEMS, PROCESS_OF, of_kind, of_process
from app.services.inbox.items.item import GroupFacts
from app.services.inbox.scope import IS_WAITING, is_waiting_for, waiting_values
from app.services.page import Page, page_of
from app.services.prepared import Prepared
from app.services.waiting import days_since
from models import ItemKind, UserTask, WorkItem

COUNTED_AT_MOST = 1000


@dataclass(frozen=True)
class GroupKey:
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


@dataclass(frozen=True)
class Group:
    """So many rows of a group at a user task; `last_id` is the newest of them when this was read."""

    key: GroupKey
    kind: ItemKind
    task_name: str
    task_key: str
    party: str
    outcomes: tuple[str, ...]
    count: int
    last_id: int
    opened_at: datetime
    waiting_days: int
    facts: GroupFacts

    @property
    def target(self) -> str:
        """What a form sends for the whole group: no row that comes later than `last_id` is meant."""
        return f"{self.key}-{self.last_id}"

    @property
    def round(self) -> int:
        """How many times an instance has come to this task when it is here: 2 after one correction."""
        occurrence = self.task_key.rpartition("#")[2]
        return int(occurrence) if occurrence.isdigit() else 1


def list_groups(
    session: Session,
    *,
    by: Actor,
    after: GroupKey | None = None,
    text: str = "",
    year: int | None = None,
    limit: int = 50,
) -> Page[Group]:
    """The groups of an inbox, in order of group and user task; one statement, and one a kind of item among them.

    `text` is looked for in the group's name, `year` is its year, as each kind understands them.
    """
    start = after or GroupKey(0, 0)
    if text or year is not None:
        counted = _counted(is_waiting_for(by)).where(
            _matches(text, year), _is_after(start.group_id, start.user_task_id)
        )
        rows: Sequence[Any] = session.execute(_shown(counted.limit(limit + 1))).all()
    else:
        place = {"group_id": start.group_id, "user_task_id": start.user_task_id, "limit": limit + 1}
        rows = _PAGE.run(session, **waiting_values(by), **place).fetchall()
    return page_of(_groups(session, rows), limit, lambda group: group.key)


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


def next_group(session: Session, key: GroupKey, *, by: Actor) -> Group | None:
    """The group after this one, the first one after the last; None where there is no other."""
    for after in (key, None):
        for group in list_groups(session, by=by, after=after, limit=1).rows:
            return group if group.key != key else None
    return None


def count_waiting(session: Session, by: Actor) -> int:
    """How many rows wait for the actor, counted up to 1,000: for the number beside the menu."""
    (count,) = _COUNT.run(session, **waiting_values(by)).fetchone() or (0,)
    return int(count)


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
        )
        .where(is_waiting)
        .group_by(WorkItem.group_id, WorkItem.user_task_id)
        .order_by(WorkItem.group_id, WorkItem.user_task_id)
    )


def _matches(text: str, year: int | None) -> ColumnElement[bool]:
    """The groups of each kind that its own filter finds; one number may be a group of several kinds."""
    return or_(
        *(
            and_(
                WorkItem.user_task_id.in_(select(UserTask.id).where(UserTask.process_id == PROCESS_OF[item.kind])),
                WorkItem.group_id.in_(item.groups_matching(text, year)),
            )
            for item in INBOX_ITEMS
        )
    )


def _facts(session: Session, rows: Sequence[Any]) -> dict[tuple[ItemKind, int], GroupFacts]:
    """What is known of the groups in these rows."""
    ids: dict[ItemKind, list[int]] = {}
    for row in rows:
        ids.setdefault(of_process(row.process_id).kind, []).append(row.group_id)
    found: Mapping[ItemKind, Mapping[int, GroupFacts]] = {
        kind: of_kind(kind).find_groups(session, group_ids) for kind, group_ids in ids.items()
    }
    return {(kind, id): facts for kind, groups in found.items() for id, facts in groups.items()}


def _shown(counted: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """Counted groups with their user task, and since when the first row of each waits."""
    groups, first = counted.subquery(), aliased(WorkItem)
    return (
        select(
            groups,
            first.opened_at,
            days_since(first.opened_at).label("waiting_days"),
            UserTask.name,
            UserTask.process_id,
            UserTask.task_key,
            UserTask.party,
            UserTask.outcomes,
        )
        .join(first, first.id == groups.c.first_id)
        .join(UserTask, UserTask.id == groups.c.user_task_id)
        .order_by(groups.c.group_id, groups.c.user_task_id)
    )


def _is_after(group_id: Any, user_task_id: Any) -> ColumnElement[bool]:
    return tuple_(WorkItem.group_id, WorkItem.user_task_id) > tuple_(group_id, user_task_id)


_GROUP, _TASK = bindparam("group_id", type_=BigInteger), bindparam("user_task_id", type_=BigInteger)
_WAITING = _counted(IS_WAITING)
_PAGE = Prepared(_shown(_WAITING.where(_is_after(_GROUP, _TASK)).limit(bindparam("limit", type_=BigInteger))))
_ONE = Prepared(_shown(_WAITING.where(WorkItem.group_id == _GROUP, WorkItem.user_task_id == _TASK)))
_COUNT = Prepared(
    select(func.count()).select_from(select(WorkItem.id).where(IS_WAITING).limit(COUNTED_AT_MOST).subquery())
)


def _groups(session: Session, rows: Sequence[Any]) -> list[Group]:
    facts = _facts(session, rows)
    return [
        Group(
            key=GroupKey(row.group_id, row.user_task_id),
            kind=of_process(row.process_id).kind,
            task_name=row.name,
            task_key=row.task_key,
            party=row.party,
            outcomes=tuple(row.outcomes),
            count=row.total,
            last_id=row.last_id,
            opened_at=row.opened_at,
            waiting_days=row.waiting_days,
            facts=facts[of_process(row.process_id).kind, row.group_id],
        )
        for row in rows
    ]
