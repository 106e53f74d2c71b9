"""Regions and industries as those see them who keep them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session, aliased

from app.errors import NotFound
from app.permissions import Actor, Permission
from app.services.guard import require
from models import Industry, Level, Organization, OrganizationKind, Region

MANAGE = Permission.REFERENCE_MANAGE


@dataclass(frozen=True)
class RegionRow:
    """A region, how many are right below it, and its HR department, if there is one."""

    code: str
    name: str
    level: Level
    parent_code: str | None
    is_open: bool
    below: int
    department: str


def regions_under(session: Session, parent_code: str | None, *, by: Actor) -> Sequence[RegionRow]:
    """The regions right below one, or the topmost: a few dozen at most; one statement."""
    require(by, MANAGE)
    return _rows(session, Region.parent_code.is_not_distinct_from(parent_code))


def find_region(session: Session, code: str, *, by: Actor) -> RegionRow:
    """One region. Raises NotFound."""
    require(by, MANAGE)
    rows = _rows(session, Region.code == code)
    if not rows:
        raise NotFound()
    return rows[0]


def list_industries(session: Session, *, by: Actor) -> Sequence[Industry]:
    """All industries: 26 at most, since each has its letter."""
    require(by, MANAGE)
    return session.scalars(select(Industry).order_by(Industry.code)).all()


def find_industry(session: Session, code: str, *, by: Actor) -> Industry:
    """One industry. Raises NotFound."""
    require(by, MANAGE)
    industry = session.get(Industry, code)
    if industry is None:
        raise NotFound()
    return industry


def _rows(session: Session, *where: object) -> Sequence[RegionRow]:
    child = aliased(Region)
    below = select(func.count()).where(child.parent_code == Region.code).correlate(Region).scalar_subquery()
    is_here = and_(Organization.region_code == Region.code, Organization.kind == OrganizationKind.HR)
    query = (
        select(Region.code, Region.name, Region.level, Region.parent_code, Region.is_open, below)
        .add_columns(func.coalesce(Organization.name, ""))
        .outerjoin(Organization, is_here)
        .where(*where)  # type: ignore[arg-type]
        .order_by(Region.code)
    )
    return [RegionRow(*row) for row in session.execute(query)]
