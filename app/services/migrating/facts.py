"""What conditions read of many instances: the distinct values of a few variables, grouped by the database."""

import json
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, FromClause, Select, Text, case, cast, func, literal, null, select, tuple_
from sqlalchemy.dialects.postgresql import aggregate_order_by, distinct_on
from sqlalchemy.orm import Session

from app.items import Item
from app.services.approvals.path import PathStep
from app.services.approvals.resubmit import RESUBMIT
from app.services.approvals.revisions import values_of
from models import EventKind, InstanceEvent, ItemRevision
from workflows.engine import Definition, Event, Projection

PROCEEDING = (EventKind.STARTED, EventKind.DECIDED, EventKind.RESUBMITTED)


class Facts(NamedTuple):
    """Instances of one path node whose variables are the same in every revision that was decided on."""

    path_node_id: int
    digest: str
    instances: int
    seen: Sequence[dict[str, Any]]  # the variables of each revision
    decided_on: dict[str, int]  # path node -> revision, where there are several


def read_facts(session: Session, source: FromClause, new: Definition, version_ids: Sequence[int]) -> list[Facts]:
    """The facts of the instances of `source` in these versions, as far as `new` reads them."""
    digest, facts = _columns(source, sorted(new.variables))
    rows = session.execute(
        select(source.c.path_node_id, digest, func.count(), func.min(facts))
        .where(source.c.version_id == func.any(list(version_ids)))
        .group_by(source.c.path_node_id, digest)
    )
    return [Facts(node, key, count, *_parsed(text)) for node, key, count, text in rows]


def with_facts(source: FromClause, new: Definition, facts: Sequence[tuple[int, str]]) -> Select[Any]:
    """Ids of the instances of `source` at these path nodes with the facts of these digests."""
    digest, _ = _columns(source, sorted(new.variables))
    nodes = sorted({node for node, _ in facts})
    return select(source.c.id).where(
        source.c.path_node_id == func.any(nodes), tuple_(source.c.path_node_id, digest).in_(facts)
    )


def events_by_facts(way: Sequence[PathStep], facts: Facts, item: Item, new: Definition) -> Iterator[Event]:
    """The events of a path with the projections that `new` makes of the revisions they were decided on.

    A step that has no act of its own (it came from a migration) is counted by the submissions before it. Raises a
    WorkflowError where the revision has not what `new` reads.
    """
    projections: dict[int, Projection] = {}
    submitted = 1
    for step in way:
        event = Event.from_key(step.event)
        submitted += event.outcome == RESUBMIT
        number = min(facts.decided_on.get(str(step.path_node_id), submitted), len(facts.seen))
        if number not in projections:
            variables = facts.seen[number - 1] if number else {}
            projections[number] = new.project(values_of(item, variables))
        yield Event(event.kind, event.subject, event.outcome, projections[number])


def _parsed(text: str) -> tuple[list[dict[str, Any]], dict[str, int]]:
    seen, decided_on = json.loads(text)
    return seen or [], decided_on or {}


def _columns(source: FromClause, names: Sequence[str]) -> tuple[ColumnElement[str], ColumnElement[str]]:
    pairs = [part for name in names for part in (literal(name), ItemRevision.variables[name])]
    seen = (
        select(func.jsonb_agg(aggregate_order_by(func.jsonb_build_object(*pairs), ItemRevision.number)))
        .where(ItemRevision.instance_id == source.c.id, ItemRevision.number <= source.c.revision)
        .correlate(source)
        .scalar_subquery()
    )
    last = (
        select(InstanceEvent.path_node_id, InstanceEvent.revision)
        .ext(distinct_on(InstanceEvent.path_node_id))
        .where(InstanceEvent.instance_id == source.c.id, InstanceEvent.kind.in_(PROCEEDING))
        .order_by(InstanceEvent.path_node_id, InstanceEvent.seq.desc())
        .correlate(source)
        .subquery()
    )
    decided_on = select(func.jsonb_object_agg(cast(last.c.path_node_id, Text), last.c.revision)).scalar_subquery()
    several = case((source.c.revision > 1, decided_on), else_=null())
    facts = cast(func.jsonb_build_array(seen, several), Text)
    return func.md5(facts), facts
