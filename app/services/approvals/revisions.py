"""Revisions: the item as it was submitted, and what a diagram's conditions make of it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import Any

from sqlalchemy import BigInteger, bindparam, func, select
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlalchemy.orm import Session

from app.items import Item, item_of_kind
from app.services.approvals.tables import item_revision
from app.services.prepared import Prepared
from models import Instance, ItemKind, ItemRevision
from workflows.engine import Definition, Projection

IDS = ARRAY(BigInteger)


def write_revisions(session: Session, item: Item, instance_ids: Sequence[int]) -> None:
    """Keep the items as they are now under the instances' revision numbers."""
    _writing(item.kind).run(session, instance_ids=list(instance_ids))


def project_items(
    session: Session, item: Item, version: Definition, item_ids: Sequence[int]
) -> Mapping[Projection, list[int]]:
    """Group items that the diagram cannot tell apart, by what they are now."""
    if not version.variables:
        return {version.project({}): list(item_ids)}
    now = item.revision_columns().subquery("now")
    query = select(now.c.item_id, now.c.variables).where(now.c.item_id == func.any(list(item_ids)))
    return _grouped(item, version, session.execute(query))


def project_revisions(
    session: Session, item: Item, version: Definition, instance_ids: Sequence[int]
) -> Mapping[Projection, list[int]]:
    """Group instances that the diagram cannot tell apart, by the revision that is decided on."""
    if not version.variables:
        return {version.project({}): list(instance_ids)}
    query = (
        select(ItemRevision.instance_id, ItemRevision.variables)
        .join(Instance, (Instance.id == ItemRevision.instance_id) & (Instance.revision == ItemRevision.number))
        .where(ItemRevision.instance_id == func.any(list(instance_ids)))
    )
    return _grouped(item, version, session.execute(query))


def _grouped(item: Item, version: Definition, rows: Any) -> Mapping[Projection, list[int]]:
    groups: defaultdict[Projection, list[int]] = defaultdict(list)
    for id, variables in rows:
        groups[version.project(values_of(item, variables))].append(id)
    return groups


def values_of(item: Item, variables: Mapping[str, Any]) -> dict[str, Any]:
    """The variables of a revision; JSON has no decimals, those travel as text.

    A revision that is older than a variable has it not.
    """
    return {
        name: Decimal(variables[name]) if kind is Decimal else variables[name]
        for name, kind in item.variables.items()
        if variables.get(name) is not None
    }


@cache
def _writing(kind: ItemKind) -> Prepared:
    now = item_of_kind(kind).revision_columns().subquery("now")
    return Prepared(
        insert(item_revision).from_select(
            ["instance_id", "number", "content", "variables"],
            select(Instance.id, Instance.revision, now.c.content, now.c.variables)
            .join(now, now.c.item_id == Instance.item_id)
            .where(Instance.id == func.any(bindparam("instance_ids", type_=IDS))),
        )
    )
