"""HR departments above an organisation, as parties of a diagram: the peer one, or that of a level."""

from typing import Any

from sqlalchemy import Select, and_, case
from sqlalchemy.orm import aliased

from models import Level, Organization, OrganizationKind


def add_hr(query: Select[*tuple[Any, ...]], organization: Any, level: str | None) -> Select[*tuple[Any, ...]]:
    """Add the column organization_id to a query that has joined `organization`: its HR department.

    With a level, it is the department above that one which has the level; no such department: null.
    """
    peer, upper, top = (aliased(Organization) for _ in range(3))
    query = query.join(peer, peer.id == organization.hr_id)
    if level not in (Level.CITY, Level.PROVINCE):
        return query.add_columns(peer.id.label("organization_id"))
    query = query.outerjoin(upper, _is_superior(upper, peer)).outerjoin(top, _is_superior(top, upper))
    found = case(*((department.level == level, department.id) for department in (peer, upper, top)))
    return query.add_columns(found.label("organization_id"))


def _is_superior(upper: Any, lower: Any) -> Any:
    return and_(upper.id == lower.superior_id, upper.kind == OrganizationKind.HR)
