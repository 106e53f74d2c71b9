"""Submitting items: each becomes an instance of its process."""

from collections.abc import Sequence
from functools import cache

from sqlalchemy import (
    BigInteger,
    LargeBinary,
    SmallInteger,
    bindparam,
    cast,
    func,
    literal,
    null,
    select,
)
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlalchemy.orm import Session

from app.items import Item, item_of_kind, item_of_process
from app.permissions import Actor
from app.services.approvals.completion import open_work
from app.services.approvals.history import Act
from app.services.approvals.locking import confirm
from app.services.approvals.places import follow
from app.services.approvals.results import Result, in_order
from app.services.approvals.revisions import project_items, write_revisions
from app.services.approvals.tables import instance, instance_event
from app.services.approvals.told import MOMENT
from app.services.diagrams.library import current_version, definition
from app.services.prepared import Prepared
from models import EventKind, ItemKind
from workflows.engine import Event


def start(session: Session, process_id: str, item_ids: Sequence[int], *, by: Actor) -> list[Result]:
    """Start the current version of a process for items of the actor's organisation.

    Returns one Result an id, in the order given; an item that may not start is refused by its own rule and
    stays as it was. Raises NotPermitted when the actor may not submit such items at all.
    """
    by = confirm(session, by, item_of_process(process_id).start_permission)
    return start_as(session, process_id, item_ids, Act(EventKind.STARTED, by))


def start_as(session: Session, process_id: str, item_ids: Sequence[int], act: Act) -> list[Result]:
    """The same for an actor that was confirmed: a chunk of a bulk command."""
    item = item_of_process(process_id)
    candidates = {found.id: found.refusal for found in item.lock_candidates(session, item_ids, by=act.by)}
    startable = [id for id, refusal in candidates.items() if refusal is None]
    if startable:
        item.apply_start(session, startable)
        _begin(session, item, startable, act)
    return in_order(item_ids, candidates)


def _begin(session: Session, item: Item, item_ids: Sequence[int], act: Act) -> None:
    version_id = current_version(session, item.process_id)
    version = definition(session, version_id)
    for projection, same in project_items(session, item, version, item_ids).items():
        place = follow(session, version_id, None, Event.started(projection))
        inserted = _inserting(item.kind).run(
            session,
            item_ids=list(same),
            version_id=version_id,
            path_node_id=place.id,
            user_id=act.by.user_id,
            at=act.at,
        )
        instance_ids = [row.instance_id for row in inserted]
        write_revisions(session, item, instance_ids)
        open_work(session, item, instance_ids, place.opens, act)


@cache
def _inserting(kind: ItemKind) -> Prepared:
    """Insert instances with their first event; returns the instances' ids.

    The ids are drawn first, since the event's hash covers them: so no instance is written twice.
    """
    columns = item_of_kind(kind).instance_columns().subquery("item")
    first, started = cast(literal(1), SmallInteger), cast(literal(EventKind.STARTED.value), SmallInteger)
    path_node, user = bindparam("path_node_id", type_=BigInteger), bindparam("user_id", type_=BigInteger)
    version = bindparam("version_id", type_=BigInteger)
    fresh = (
        select(func.nextval("instance_id_seq").label("id"), *columns.c)
        .where(columns.c.item_id == func.any(bindparam("item_ids", type_=ARRAY(BigInteger))))
        .cte("fresh")
    )
    hashed = select(
        *fresh.c,
        func.instance_event_hash(
            cast(literal(b""), LargeBinary), fresh.c.id, first, started, first, MOMENT, user,
            fresh.c.organization_id, null(), path_node, null(), null(),
        ).label("hash"),
    ).cte("hashed")  # fmt: skip
    instances = (
        insert(instance)
        .from_select(
            ["id", "version_id", "path_node_id", "item_kind", "item_id", "group_id", "organization_id",
             "started_by_id", "started_at", "event_count", "chain_head"],
            select(hashed.c.id, version, path_node, literal(kind.value), hashed.c.item_id,
                   hashed.c.group_id, hashed.c.organization_id, user, MOMENT, first, hashed.c.hash),
        )
        .cte("instances")
    )  # fmt: skip
    return Prepared(
        insert(instance_event)
        .from_select(
            ["instance_id", "seq", "kind", "revision", "at", "user_id", "organization_id", "path_node_id", "hash"],
            select(
                hashed.c.id, first, started, first, MOMENT, user, hashed.c.organization_id, path_node, hashed.c.hash
            ),
        )
        .add_cte(instances)
        .returning(instance_event.c.instance_id)
    )
