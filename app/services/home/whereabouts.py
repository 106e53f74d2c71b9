"""What of an organisation's own is where: by kind and place, and with whom most of it is."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select, true, union_all
from sqlalchemy.orm import Session

from app.items import item_of_kind, item_of_process
from app.permissions import Actor, Permission, may
from app.services.home.returned import is_back
from app.services.instances.submitted import kinds_of
from app.services.instances.submitted_filter import RETURNED
from app.services.instances.words import PLACES, Word, word
from app.services.waiting import days_since
from models import Instance, ItemKind, Organization, UserTask, WorkItem

MOST = 10_000  # instances of one kind that are looked at; where there are more, the numbers are lower bounds
HOLDERS = 5


@dataclass(frozen=True)
class Place:
    """So many items of a kind are with one party; `is_least`: at least so many."""

    kind: ItemKind
    process_name: str
    state: str  # as the list of submissions is filtered by
    word: Word
    count: int
    oldest_days: int
    is_least: bool


@dataclass(frozen=True)
class Holder:
    """An organisation that has items of the actor's to decide, and for how long the oldest waits there."""

    name: str
    phone: str
    count: int
    oldest_days: int


@dataclass(frozen=True)
class Whereabouts:
    """Places by kind, and the organisations that have most; returned items are with nobody else."""

    places: Sequence[Place]
    holders: Sequence[Holder]


def whereabouts_of(session: Session, *, by: Actor) -> Whereabouts | None:
    """Everything of the actor's organisation that is under way; a handful of statements.

    None for whom there is nothing to submit.
    """
    kinds = kinds_of(session, by=by) if may(by, Permission.SUBMITTED_VIEW) else {}
    if not kinds:
        return None
    rows = session.execute(_standing(list(kinds), by)).all()
    totals = Counter[ItemKind]()
    for row in rows:
        totals[row.item_kind] += row.total
    cut = {kind for kind, total in totals.items() if total > MOST}
    elsewhere = [row for row in rows if row.party != item_of_kind(row.item_kind).submitter_party]
    back = [row for row in session.execute(_back(by)) if kind_of(row.process_id) in kinds]
    return Whereabouts(
        places=[*_returned(back, kinds), *_places(elsewhere, kinds, cut)],
        holders=_holders(session, elsewhere),
    )


def kind_of(process_id: str) -> ItemKind:
    """The kind of item that flows through a process."""
    return item_of_process(process_id).kind


def _standing(kinds: Sequence[ItemKind], by: Actor) -> Select[*tuple[Any, ...]]:
    """Counts by kind, party and organisation, of so many of each kind by ix_instance_under_way."""
    branches = [
        select(Instance.id, Instance.item_kind)
        .where(
            Instance.organization_id == by.organization_id,
            Instance.item_kind == kind,
            Instance.ended_at.is_(None),
        )
        .limit(MOST + 1)
        for kind in kinds
    ]
    own = union_all(*(select(branch.subquery()) for branch in branches)).subquery("own")
    return (
        select(
            own.c.item_kind,
            UserTask.party,
            WorkItem.organization_id,
            func.count().label("total"),
            days_since(func.min(WorkItem.opened_at)).label("oldest_days"),
        )
        .select_from(own)
        .join(WorkItem, (WorkItem.instance_id == own.c.id) & WorkItem.closed_at.is_(None))
        .join(UserTask, UserTask.id == WorkItem.user_task_id)
        .group_by(own.c.item_kind, UserTask.party, WorkItem.organization_id)
    )


def _back(by: Actor) -> Select[*tuple[Any, ...]]:
    """What was returned, counted by ix_work_item_waiting."""
    each = (
        select(WorkItem.opened_at)
        .where(
            WorkItem.closed_at.is_(None),
            WorkItem.organization_id == by.organization_id,
            WorkItem.user_task_id == UserTask.id,
        )
        .order_by(WorkItem.opened_at)
        .limit(MOST + 1)
        .correlate(UserTask)
        .lateral("each")
    )
    days = days_since(func.min(each.c.opened_at)).label("oldest_days")
    query = select(UserTask.process_id, func.count().label("total"), days).join(each, true())
    return query.where(is_back()).group_by(UserTask.process_id)


def _returned(rows: Sequence[Any], kinds: Mapping[ItemKind, str]) -> Sequence[Place]:
    said = PLACES["base"]
    found = {kind_of(row.process_id): row for row in rows}
    return [
        Place(kind, name, RETURNED, said, found[kind].total, found[kind].oldest_days, is_least=False)
        for kind, name in kinds.items()
        if kind in found
    ]


def _places(rows: Sequence[Any], kinds: Mapping[ItemKind, str], cut: set[ItemKind]) -> Sequence[Place]:
    """In the order of the kinds; within one, where most of it is first."""
    found: dict[tuple[ItemKind, str], tuple[int, int]] = {}
    for row in rows:
        count, days = found.get((row.item_kind, row.party), (0, 0))
        found[row.item_kind, row.party] = count + row.total, max(days, row.oldest_days)
    order = list(kinds)
    places = [
        Place(kind, kinds[kind], party, word(PLACES, party), count, days, kind in cut)
        for (kind, party), (count, days) in found.items()
    ]
    return sorted(places, key=lambda one: (order.index(one.kind), -one.count))


def _holders(session: Session, rows: Sequence[Any]) -> Sequence[Holder]:
    """Those that have items longest."""
    found: dict[int, tuple[int, int]] = {}
    for row in rows:
        if row.organization_id is not None:
            count, days = found.get(row.organization_id, (0, 0))
            found[row.organization_id] = count + row.total, max(days, row.oldest_days)
    longest = sorted(found, key=lambda id: (found[id][1], found[id][0]), reverse=True)[:HOLDERS]
    facts = select(Organization.id, Organization.name, Organization.contact_phone)
    known = {row.id: row for row in session.execute(facts.where(Organization.id == func.any(longest)))}
    return [Holder(known[id].name, known[id].contact_phone, *found[id]) for id in longest]
