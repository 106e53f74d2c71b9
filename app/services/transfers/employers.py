"""Choosing the new employer: its region first, then its name."""

from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from app.permissions import Actor, Permission
from app.plain_text import tidy
from app.services.guard import require
from app.services.page import Page, page_of
from models import Level, Organization, OrganizationKind, Region

LIMIT = 20


class Choice(NamedTuple):
    """An employer that may be chosen."""

    id: int
    name: str
    region_name: str


class City(NamedTuple):
    """A city with its counties: (code, name) each."""

    code: str
    name: str
    counties: list[tuple[str, str]]


def list_cities(session: Session, *, by: Actor) -> list[City]:
    """The cities and their counties, by code."""
    require(by, Permission.TRANSFER_REQUEST)
    rows = session.execute(
        select(Region.code, Region.name, Region.level, Region.parent_code)
        .where(Region.level.in_((Level.CITY, Level.COUNTY)))
        .order_by(Region.code)
    ).all()
    cities = {row.code: City(row.code, row.name, []) for row in rows if row.level is Level.CITY}
    for row in rows:
        if row.level is Level.COUNTY and row.parent_code in cities:
            cities[row.parent_code].counties.append((row.code, row.name))
    return list(cities.values())


def search_employers(
    session: Session, text: str, *, by: Actor, region: str = "", after: int | None = None, limit: int = LIMIT
) -> Page[Choice]:
    """Approved, enabled employers of a region and those below it, whose name holds `text`; not the own one."""
    require(by, Permission.TRANSFER_REQUEST)
    text, region = tidy(text), tidy(region)
    below = select(Region.code).where(Region.code == region).cte("below", recursive=True)
    part = aliased(Region)
    below = below.union_all(select(part.code).join(below, part.parent_code == below.c.code))
    query = (
        select(Organization.id, Organization.name, Region.name.label("region_name"))
        .join(Region, Region.code == Organization.region_code)
        .where(
            Organization.kind == OrganizationKind.EMPLOYER,
            Organization.is_enabled,
            Organization.id != by.organization_id,
            Organization.id > (after or 0),
        )
        .order_by(Organization.id)
        .limit(limit + 1)
    )
    if region:
        query = query.where(Organization.region_code.in_(select(below.c.code)))
    if text := tidy(text):
        query = query.where(Organization.name.icontains(text, autoescape=True))
    return page_of([Choice._make(row) for row in session.execute(query)], limit, lambda row: row.id)


def employer_named(session: Session, name: str, *, by: Actor) -> int | None:
    """The employer of exactly this name: what is typed where there are no scripts."""
    require(by, Permission.TRANSFER_REQUEST)
    return session.scalar(
        select(Organization.id)
        .where(
            Organization.name == tidy(name),
            Organization.kind == OrganizationKind.EMPLOYER,
            Organization.is_enabled,
        )
        .order_by(Organization.id)
        .limit(1)
    )
