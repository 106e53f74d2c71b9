"""What the rows of a bulk command are about: what it is called, its group, and the instance to look at."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, func, select, true
from sqlalchemy.orm import Session

from app.permissions import Actor
from app.services.approvals.visibility import is_visible_to
from app.services.instances.items import INSTANCE_ITEMS, InstanceItem, of_kind
from app.services.instances.newest import newest_instance
from models import CommandKind, Instance, ItemKind, Score, WorkItem

Query = Select[*tuple[Any, ...]]


@dataclass(frozen=True)
class Target:
    """A row of a command; `instance_id` is None for a score that never was declared."""

    id: int
    instance_id: int | None
    name: str
    group_name: str


def targets_of(session: Session, kind: CommandKind, target_ids: Sequence[int], *, by: Actor) -> dict[int, Target]:
    """Describe work items, instances or scores, as the kind says, by id; what the actor may not see is left out."""
    found = {
        CommandKind.DECIDE: _work_items,
        CommandKind.WITHDRAW: _instances,
        CommandKind.DECLARE: _scores,
    }[kind](list(target_ids), by)
    rows = [row for query in found for row in session.execute(query)]
    return {row[0]: Target(*row) for row in rows}


def _work_items(ids: list[int], by: Actor) -> Iterator[Query]:
    rows = (
        select(WorkItem.id, WorkItem.instance_id)
        .join(Instance, Instance.id == WorkItem.instance_id)
        .where(WorkItem.id == func.any(ids), WorkItem.organization_id == by.organization_id)
    )
    return (_named(rows, item) for item in INSTANCE_ITEMS)


def _instances(ids: list[int], by: Actor) -> Iterator[Query]:
    rows = select(Instance.id, Instance.id.label("instance_id")).where(
        Instance.id == func.any(ids), is_visible_to(by)
    )
    return (_named(rows, item) for item in INSTANCE_ITEMS)


def _named(rows: Query, item: InstanceItem) -> Query:
    """The rows whose instance is about an item of this kind, with its name."""
    names = item.names().subquery()
    is_of_kind = and_(names.c.item_id == Instance.item_id, Instance.item_kind == item.kind)
    return rows.join(names, is_of_kind).add_columns(names.c.name, names.c.group_name)


def _scores(ids: list[int], by: Actor) -> Iterator[Query]:
    newest, names = newest_instance(), of_kind(ItemKind.SCORE).names().subquery()
    yield (
        select(Score.id, newest.c.id.label("instance_id"), names.c.name, names.c.group_name)
        .select_from(Score)
        .join(names, names.c.item_id == Score.id)
        .outerjoin(newest, true())
        .where(Score.id == func.any(ids), Score.base_id == by.organization_id)
    )
