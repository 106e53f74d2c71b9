"""The organisations that an instance may be sent to (抄送给单位): its parties, and all that are above them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select, union
from sqlalchemy.orm import Session, aliased

from app.items import item_of_kind
from app.permissions import Actor
from models import Instance, ItemKind, Organization, WorkItem

LISTED = 50  # parties and what is above them: seldom more than ten


@dataclass(frozen=True)
class CopiedOrganization:
    """One to choose."""

    id: int
    name: str


def organizations_to_copy(
    session: Session, instance_id: int, kind: ItemKind, item_id: int, *, by: Actor
) -> Sequence[CopiedOrganization]:
    """The submitter, the parties, those too that it has not reached, and all above them but one's own.

    One statement.
    """
    parties = _parties(instance_id, kind, item_id).subquery()
    circle = select(parties.c.organization_id).cte("circle", recursive=True)
    below = aliased(Organization)
    above = func.coalesce(below.superior_id, below.hr_id)
    circle = circle.union(select(above).join(circle, circle.c.organization_id == below.id))
    rows = session.execute(
        select(Organization.id, Organization.name)
        .where(
            Organization.id.in_(select(circle.c.organization_id)),
            Organization.id != by.organization_id,
            Organization.is_enabled,
        )
        .order_by(Organization.name_key, Organization.id)
        .limit(LISTED)
    )
    return [CopiedOrganization(row.id, row.name) for row in rows]


def _parties(instance_id: int, kind: ItemKind, item_id: int) -> Any:
    item = item_of_kind(kind)
    found: list[Select[Any]] = [
        select(Instance.organization_id.label("organization_id")).where(Instance.id == instance_id),
        select(WorkItem.organization_id).where(WorkItem.instance_id == instance_id),
    ]
    for party in sorted(item.parties):
        columns = item.party_columns(party, None).subquery()
        found.append(select(columns.c.organization_id).where(columns.c.item_id == item_id))
    return union(*found)
