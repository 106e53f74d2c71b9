"""已办: what an actor decided, or his whole organisation, newest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, exists, func, literal_column, or_, select, true, tuple_
from sqlalchemy.orm import Session, aliased

from app.permissions import Actor, Permission
from app.plain_text import tidy
from app.services.approvals.outcomes import LABELS, label_of
from app.services.guard import require
from app.services.instances.items import INSTANCE_ITEMS
from app.services.instances.names import names_of
from app.services.instances.newest import open_work_of
from app.services.instances.where import word_of_standing
from app.services.instances.words import Word, outcome_word
from app.services.page import Page, page_of
from models import (
    Comment,
    Diagram,
    DiagramVersion,
    Instance,
    InstanceEvent,
    ItemKind,
    User,
    UserTask,
    WorkItem,
)
from models.instance import BY_REVIEWER

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LATEST = 10**16  # microseconds: some three hundred years on
BY_SUBMITTER = frozenset({"resubmit", "give_up"})
OUTCOMES = {outcome: label for outcome, label in LABELS.items() if outcome not in BY_SUBMITTER}
"""What a reviewer may have decided."""


@dataclass(frozen=True)
class DecidedFilter:
    """Conditions that hold all together; `is_mine` leaves out what colleagues decided."""

    is_mine: bool = True
    kind: ItemKind | None = None
    outcome: str = ""
    since: date | None = None
    until: date | None = None
    text: str = ""


@dataclass(frozen=True)
class DecidedKey:
    """Where a page begins: moments are not unique, for a bulk is decided in one transaction."""

    micros: int
    instance_id: int
    seq: int

    def __str__(self) -> str:
        return f"{self.micros}-{self.instance_id}-{self.seq}"

    @property
    def at(self) -> datetime:
        """The moment, to the microsecond."""
        return EPOCH + timedelta(microseconds=self.micros)

    @classmethod
    def of(cls, at: datetime, instance_id: int, seq: int) -> "DecidedKey":
        """The key of a decision."""
        return cls((at - EPOCH) // timedelta(microseconds=1), instance_id, seq)

    @classmethod
    def parse(cls, text: str) -> "DecidedKey | None":
        """Read what `str` made; None for anything else."""
        parts = text.split("-")
        if len(parts) != 3 or not all(one.isascii() and one.isdigit() and len(one) < 19 for one in parts):
            return None
        key = cls(*map(int, parts))
        return key if key.micros < LATEST and key.seq < 2**15 else None


@dataclass(frozen=True)
class Decided:
    """One decision: of what, with what comment, and where the item is now."""

    instance_id: int
    seq: int
    at: datetime
    item_kind: ItemKind
    item_id: int
    process_name: str
    task_name: str | None
    outcome: str | None
    who: str | None
    comment: str | None
    ended: str | None
    party: str | None
    name: str = ""
    group_name: str = ""

    @property
    def said(self) -> Word:
        """The decision in words."""
        return outcome_word(self.outcome or "")

    @property
    def label(self) -> str:
        """The decision as a file says it."""
        return label_of(self.outcome or "")

    @property
    def word(self) -> Word:
        """Where the item is now, or how it ended."""
        return word_of_standing(self.item_kind, self.ended, self.party)

    @property
    def key(self) -> DecidedKey:
        """Its place in the list."""
        return DecidedKey.of(self.at, self.instance_id, self.seq)


def list_decided(
    session: Session, asked: DecidedFilter, *, by: Actor, after: DecidedKey | None = None, limit: int = 50
) -> Page[Decided]:
    """One page; one statement, and one a kind of item for the names."""
    require(by, Permission.INBOX_VIEW)
    top = _keys(asked, by, after).limit(limit + 1).subquery("top")
    rows = [dict(row._mapping) for row in session.execute(_rows(top))]
    names = names_of(session, rows)
    return page_of([Decided(**row, **names[row["instance_id"]]) for row in rows], limit, lambda row: row.key)


def count_decisions(session: Session, asked: DecidedFilter, *, by: Actor, most: int) -> int:
    """How many decisions a filter matches, counted up to `most`."""
    require(by, Permission.INBOX_VIEW)
    keys = _keys(asked, by, None).limit(most).subquery()
    return session.scalar(select(func.count()).select_from(keys)) or 0


def _keys(asked: DecidedFilter, by: Actor, after: DecidedKey | None) -> Select[*tuple[Any, ...]]:
    """Keys of decisions from the index that begins with their organisation, or with their user."""
    event = InstanceEvent
    query = (
        select(event.at, event.instance_id.label("id"), event.seq)
        .where(event.organization_id == by.organization_id, literal_column(f"instance_event.{BY_REVIEWER}"))
        .where(*_conditions(asked, by))
        .order_by(event.at.desc(), event.instance_id.desc(), event.seq.desc())
    )
    if after is not None:
        key = tuple_(event.at, event.instance_id, event.seq)
        query = query.where(key < tuple_(after.at, after.instance_id, after.seq))
    return query


def _conditions(asked: DecidedFilter, by: Actor) -> Sequence[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if asked.is_mine:
        found.append(InstanceEvent.user_id == by.user_id)
    if asked.outcome:
        found.append(InstanceEvent.outcome == asked.outcome)
    if asked.since is not None:
        found.append(InstanceEvent.at >= asked.since)
    if asked.until is not None:
        found.append(InstanceEvent.at < asked.until + timedelta(days=1))
    if asked.kind is not None or asked.text:
        found.append(_is_about(asked))
    return found


def _is_about(asked: DecidedFilter) -> ColumnElement[bool]:
    """The instance is of the kind, and its item or group is called so."""
    kinds = [item for item in INSTANCE_ITEMS if asked.kind in (None, item.kind)]
    text, its = tidy(asked.text), aliased(Instance)
    wanted: list[ColumnElement[bool]] = [its.item_kind.in_([item.kind for item in kinds])]
    if text:
        called: list[ColumnElement[bool]] = []
        for item in kinds:
            names = item.names().subquery()
            holds = (column.icontains(text, autoescape=True) for column in (names.c.name, names.c.group_name))
            one = select(names.c.item_id).where(names.c.item_id == its.item_id, or_(*holds))
            called.append((its.item_kind == item.kind) & exists(one.correlate(its)))
        wanted.append(or_(*called))
    return exists(select(its.id).where(its.id == InstanceEvent.instance_id, *wanted))


def _rows(top: FromClause) -> Select[*tuple[Any, ...]]:
    event, place = InstanceEvent, open_work_of(top)
    is_its = (event.instance_id == top.c.id) & (event.seq == top.c.seq)
    return (
        select(
            event.instance_id,
            event.seq,
            event.at,
            Instance.item_kind,
            Instance.item_id,
            Diagram.name.label("process_name"),
            UserTask.name.label("task_name"),
            event.outcome,
            User.name.label("who"),
            Comment.body.label("comment"),
            Instance.ended,
            place.c.party,
        )
        .select_from(top)
        .join(event, is_its)
        .join(Instance, Instance.id == top.c.id)
        .join(DiagramVersion, DiagramVersion.id == Instance.version_id)
        .join(Diagram, Diagram.process_id == DiagramVersion.process_id)
        .outerjoin(WorkItem, WorkItem.id == event.work_item_id)
        .outerjoin(UserTask, UserTask.id == WorkItem.user_task_id)
        .outerjoin(User, User.id == event.user_id)
        .outerjoin(Comment, Comment.id == event.comment_id)
        .outerjoin(place, true())
        .order_by(event.at.desc(), event.instance_id.desc(), event.seq.desc())
    )
