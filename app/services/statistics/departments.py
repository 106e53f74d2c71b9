"""Statistics of an HR or competent department: by region below, by employer, by base, by year."""

from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from app.permissions import Actor
from app.services.page import PAGE_ROWS, Page, page_of
from app.services.statistics.figures import Line, figures_of, sums
from app.services.statistics.scope import is_covered, parts_of, region_of, require_department
from models import Organization, OrganizationKind, Region, ScoreSummary, SummaryType

OWN_LEVEL = "（本级）"


def by_region(session: Session, year: int, *, by: Actor, region_code: str | None = None) -> list[Line]:
    """The employers beneath by the parts of a region, itself last; one statement after the region's own.

    Raises NotFound for a region that is not below the department's.
    """
    require_department(by)
    region = region_of(session, region_code, by=by)
    parts = parts_of(region)
    summed = (
        _summed(by, OrganizationKind.EMPLOYER)
        .join(parts, parts.c.code == Organization.region_code)
        .where(*_of_year(year))
        .add_columns(parts.c.top)
        .group_by(parts.c.top)
        .subquery()
    )
    child = aliased(Region)
    has_parts = select(func.count()).where(child.parent_code == summed.c.top).correlate(summed).scalar_subquery()
    query = select(summed, Region.name, has_parts.label("parts")).join(Region, Region.code == summed.c.top)
    rows = session.execute(query.order_by(summed.c.top == region.code, summed.c.top))
    return [
        Line(row.top, row.name + (OWN_LEVEL if row.top == region.code else ""), figures_of(row),
             leads_on=bool(row.parts) and row.top != region.code)
        for row in rows
    ]  # fmt: skip


def by_employer(
    session: Session,
    year: int,
    *,
    by: Actor,
    region_code: str | None = None,
    after: int | None = None,
    limit: int = PAGE_ROWS,
) -> Page[Line]:
    """The employers of exactly this region, one page in the order of their ids."""
    require_department(by)
    region = region_of(session, region_code, by=by)
    query = _organizations(by, OrganizationKind.EMPLOYER, year).where(Organization.region_code == region.code)
    return _page(session, query, after, limit)


def by_base(
    session: Session, year: int, *, by: Actor, after: int | None = None, limit: int = PAGE_ROWS
) -> Page[Line]:
    """The bases beneath, one page in the order of their ids."""
    require_department(by)
    return _page(session, _organizations(by, OrganizationKind.BASE, year), after, limit)


def by_year(session: Session, *, by: Actor, region_code: str | None = None) -> list[Line]:
    """The employers at and below a region, year by year, the oldest first."""
    require_department(by)
    parts = parts_of(region_of(session, region_code, by=by))
    query = (
        _summed(by, OrganizationKind.EMPLOYER)
        .join(parts, parts.c.code == Organization.region_code)
        .where(ScoreSummary.subject_type == SummaryType.ALL)
        .add_columns(ScoreSummary.credit_year)
        .group_by(ScoreSummary.credit_year)
        .order_by(ScoreSummary.credit_year)
    )
    return [Line(row.credit_year, f"{row.credit_year}年", figures_of(row)) for row in session.execute(query)]


def _summed(by: Actor, kind: OrganizationKind) -> Select[*tuple[Any, ...]]:
    return (
        select(*sums())
        .select_from(ScoreSummary)
        .join(Organization, Organization.id == ScoreSummary.organization_id)
        .where(is_covered(by, kind))
    )


def _of_year(year: int) -> tuple[Any, ...]:
    return ScoreSummary.credit_year == year, ScoreSummary.subject_type == SummaryType.ALL


def _organizations(by: Actor, kind: OrganizationKind, year: int) -> Select[*tuple[Any, ...]]:
    return (
        _summed(by, kind)
        .join(Region, Region.code == Organization.region_code)
        .where(*_of_year(year))
        .add_columns(Organization.id, Organization.name, Region.name.label("region"))
        .group_by(Organization.id, Region.name)
        .order_by(Organization.id)
    )


def _page(session: Session, query: Select[*tuple[Any, ...]], after: int | None, limit: int) -> Page[Line]:
    rows = session.execute(query.where(Organization.id > (after or 0)).limit(limit + 1))
    lines = [Line(row.id, row.name, figures_of(row), note=row.region) for row in rows]
    return page_of(lines, limit, lambda line: line.key)
