"""Which organisations a department's statistics cover, and the regions below its own."""

from typing import Any

from sqlalchemy import CTE, BigInteger, ColumnElement, literal, or_, select
from sqlalchemy.orm import Session, aliased

from app.errors import NotFound, NotPermitted
from app.permissions import COMPETENT, HR, Actor, Permission
from app.services.guard import require
from models import Organization, OrganizationKind, Region

DEPARTMENTS = (HR, COMPETENT)


def require_department(by: Actor) -> None:
    """Raise NotPermitted unless `by` is of an HR or competent department and may see statistics."""
    require(by, Permission.STATISTICS_VIEW)
    if by.kind not in DEPARTMENTS:
        raise NotPermitted()


def is_covered(by: Actor, kind: OrganizationKind) -> ColumnElement[bool]:
    """Organisations of this kind that the department or one beneath it looks after."""
    beneath = _beneath(by)
    ids = select(beneath.c.id)
    if by.kind == HR:
        return (Organization.kind == kind) & Organization.hr_id.in_(ids)
    looked_after = or_(Organization.competent_id.in_(ids), Organization.superior_id.in_(ids))
    return (Organization.kind == kind) & looked_after


def _beneath(by: Actor) -> CTE:
    """The department itself and those of its kind under it."""
    own = select(literal(by.organization_id, BigInteger).label("id")).cte("beneath", recursive=True)
    below = aliased(Organization)
    return own.union_all(
        select(below.id).join(own, below.superior_id == own.c.id).where(below.kind == OrganizationKind(by.kind))
    )


def region_of(session: Session, code: str | None, *, by: Actor) -> Region:
    """The region asked for, or the department's own. Raises NotFound unless it is that or lies below it."""
    own = select(Organization.region_code).where(Organization.id == by.organization_id).scalar_subquery()
    root = select(Region.code).where(Region.code == own).cte("root", recursive=True)
    below = root.union_all(select(Region.code).join(root, Region.parent_code == root.c.code))
    wanted = Region.code == (code if code else own)
    region = session.scalar(select(Region).where(wanted, Region.code.in_(select(below.c.code))))
    if region is None:
        raise NotFound()
    return region


def parts_of(region: Region) -> CTE:
    """Every region at or below `region` with the part (`top`) it belongs to: a child of it, or itself alone."""
    first = select(Region.code, Region.code.label("top")).where(Region.parent_code == region.code)
    walk: Any = first.cte("below", recursive=True)
    walk = walk.union_all(select(Region.code, walk.c.top).join(walk, Region.parent_code == walk.c.code))
    itself = select(literal(region.code).label("code"), literal(region.code).label("top"))
    return select(walk.c.code, walk.c.top).union_all(itself).cte("parts")
