"""The employers whose scores an HR department may have revoked: its own, and those of the departments below."""

from sqlalchemy import Select, select
from sqlalchemy.orm import aliased

from models import Organization, OrganizationKind


def employers_below(department_id: int) -> Select[int]:
    """Ids of the employers of this HR department and of all HR departments under it."""
    top = select(Organization.id).where(Organization.id == department_id).cte("departments", recursive=True)
    lower = aliased(Organization)
    departments = top.union_all(
        select(lower.id).join(top, top.c.id == lower.superior_id).where(lower.kind == OrganizationKind.HR)
    )
    return select(Organization.id).where(
        Organization.hr_id.in_(select(departments.c.id)), Organization.kind == OrganizationKind.EMPLOYER
    )
