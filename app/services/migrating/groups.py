"""Instances by path: those that another definition cannot tell apart, with the events that it would be told."""

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import DateTime, FromClause, func, literal, select
from sqlalchemy.orm import Session

from app.items import Item
from app.services.approvals.history import WITHDRAWN
from app.services.approvals.path import PathStep, paths_to
from app.services.approvals.user_tasks import user_task
from app.services.diagrams.library import definition
from app.services.migrating.facts import Facts, events_by_facts, read_facts
from models import DiagramVersion, Instance
from workflows.engine import Definition, Event, WorkflowError, carries, carry, place_of

COLUMNS = (Instance.id, Instance.version_id, Instance.path_node_id, Instance.revision, Instance.ended_at)


@dataclass(frozen=True)
class PathGroup:
    """Instances at the end of one path. `events` are empty where the definition cannot judge them: `reason`.

    `digests` name the facts that tell them from others at the path node; None: they are all of it.
    """

    way: Sequence[PathStep]
    count: int
    events: tuple[Event, ...]
    reason: str = ""
    digests: tuple[str, ...] | None = None

    @property
    def facts(self) -> list[tuple[int, str]]:
        """The path node with each digest; empty where they are all of it."""
        return [(self.here.path_node_id, digest) for digest in self.digests or ()]

    @property
    def here(self) -> PathStep:
        """Where they stand."""
        return self.way[-1]

    @property
    def key(self) -> str:
        """A name that stays the same while the group is there."""
        if self.digests is None:
            return str(self.here.path_node_id)
        text = self.reason + "\n".join(event.key for event in self.events)
        return f"{self.here.path_node_id}-{hashlib.sha256(text.encode()).hexdigest()[:12]}"


def step_names(session: Session, way: Sequence[PathStep]) -> dict[str, str]:
    """Names of the user tasks that opened on a path, by place."""
    tasks = (user_task(session, id) for step in way for id in step.opens)
    return {place_of(task.task_key): task.name for task in tasks}


def in_flight(session: Session, item: Item, *, except_version: int | None = None) -> FromClause:
    """The running instances of a process, those of one version left out."""
    return (
        select(*COLUMNS)
        .where(Instance.version_id == func.any(_versions(session, item, except_version)))
        .where(Instance.ended_at.is_(None))
        .subquery("running")
    )


def finished(item: Item, since: datetime | None) -> FromClause:
    """The instances of a process that came to an end since then; what was withdrawn came to none."""
    return (
        select(*COLUMNS)
        .where(Instance.item_kind == item.kind, Instance.ended != WITHDRAWN)
        .where(Instance.ended_at >= literal(since, DateTime(timezone=True)))  # none ended: none
        .subquery("finished")
    )


def group_paths(session: Session, source: FromClause, item: Item, new: Definition) -> list[PathGroup]:
    """Group the instances of `source` by path, and by facts where `new` reads what their version did not."""
    rows = session.execute(select(source.c.path_node_id, func.count()).group_by(source.c.path_node_id))
    counts = {node: count for node, count in rows}
    ways = paths_to(session, list(counts))
    versions = {way[-1].version_id for way in ways.values()}
    carried = {id for id in versions if carries(definition(session, id), new)}
    groups = [
        PathGroup(way, counts[node], _carried(way, new))
        for node, way in ways.items()
        if way[-1].version_id in carried
    ]
    if versions - carried:
        facts = read_facts(session, source, new, sorted(versions - carried))
        groups += _by_facts(facts, paths_to(session, {one.path_node_id for one in facts}), item, new)
    return sorted(groups, key=lambda group: (group.here.path_node_id, group.key))


def ended_since(session: Session, item: Item, last: int) -> datetime | None:
    """When the earliest of the last so many instances ended; those that ended at the same moment count too."""
    newest = (
        select(Instance.ended_at)
        .where(Instance.item_kind == item.kind, Instance.ended_at.is_not(None))
        .order_by(Instance.ended_at.desc())
        .limit(last)
        .subquery("newest")
    )
    since: datetime | None = session.scalar(select(func.min(newest.c.ended_at)))
    return since


def _versions(session: Session, item: Item, except_version: int | None) -> list[int]:
    query = select(DiagramVersion.id).where(DiagramVersion.process_id == item.process_id)
    if except_version is not None:
        query = query.where(DiagramVersion.id != except_version)
    return list(session.scalars(query.order_by(DiagramVersion.id)))


def _carried(way: Sequence[PathStep], new: Definition) -> tuple[Event, ...]:
    events = [Event.from_key(step.event) for step in way]
    return tuple(Event(e.kind, e.subject, e.outcome, carry(new, e.projection)) for e in events)


def _by_facts(
    facts: Sequence[Facts], ways: Mapping[int, Sequence[PathStep]], item: Item, new: Definition
) -> list[PathGroup]:
    together: defaultdict[tuple[int, tuple[Event, ...], str], list[Facts]] = defaultdict(list)
    for one in facts:
        events, reason = _judged(ways[one.path_node_id], one, item, new)
        together[one.path_node_id, events, reason].append(one)
    alone = {node for node, *_ in together if sum(other == node for other, *_ in together) == 1}
    return [
        PathGroup(
            ways[node],
            sum(one.instances for one in same),
            events,
            reason,
            None if node in alone else tuple(one.digest for one in same),
        )
        for (node, events, reason), same in together.items()
    ]


def _judged(way: Sequence[PathStep], facts: Facts, item: Item, new: Definition) -> tuple[tuple[Event, ...], str]:
    try:
        return tuple(events_by_facts(way, facts, item, new)), ""
    except WorkflowError as error:
        return (), str(error)
