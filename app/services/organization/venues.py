"""The venues of a training base (教学场地设施): what it keeps takes effect at once."""

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.errors import FieldRefusal, NotFound
from app.permissions import Actor, Permission
from app.plain_text import tidy
from app.services.approvals.locking import confirm
from app.services.audit import record
from app.services.guard import require
from app.services.organization.holding import hold_organization
from app.services.page import PAGE_ROWS, Page, page_of
from models import Ownership, Venue, VenueKind


class VenueNameTaken(FieldRefusal):
    """本基地已有名为“{name}”的场地，请换一个场地名称，或编辑原有场地。"""

    field: ClassVar[str] = "name"


class SeatsMissing(FieldRefusal):
    """{kind}须有座位，请填写大于 0 的座位数。"""

    field: ClassVar[str] = "seats"


SEATED = frozenset({VenueKind.CLASSROOM, VenueKind.COMPUTER_ROOM})


@dataclass(frozen=True)
class VenueFields:
    """What a base says of a venue; `area` is in square metres."""

    name: str
    kind: VenueKind
    area: Decimal
    seats: int
    ownership: Ownership
    equipment: str = ""


@dataclass(frozen=True)
class VenueTotals:
    """All venues of a base together."""

    count: int
    area: Decimal
    seats: int


def list_venues(session: Session, *, by: Actor, after: int | None = None, limit: int = PAGE_ROWS) -> Page[Venue]:
    """One page of the venues of the actor's base, newest first; one statement, by its index."""
    require(by, Permission.VENUE_EDIT)
    query = select(Venue).where(Venue.base_id == by.organization_id)
    if after is not None:
        query = query.where(Venue.id < after)
    rows = session.scalars(query.order_by(Venue.id.desc()).limit(limit + 1)).all()
    return page_of(rows, limit, lambda venue: venue.id)


def total_venues(session: Session, *, by: Actor) -> VenueTotals:
    """How many venues the actor's base has, and how large they are together."""
    require(by, Permission.VENUE_EDIT)
    sums = select(func.count(), func.coalesce(func.sum(Venue.area), 0), func.coalesce(func.sum(Venue.seats), 0))
    count, area, seats = session.execute(sums.where(Venue.base_id == by.organization_id)).one()
    return VenueTotals(count, area, int(seats))


def find_venue(session: Session, venue_id: int, *, by: Actor) -> Venue:
    """A venue of the actor's base. Raises NotFound for any other."""
    require(by, Permission.VENUE_EDIT)
    return _own(session.get(Venue, venue_id), by)


def add_venue(session: Session, fields: VenueFields, *, by: Actor) -> Venue:
    """Add a venue. Raises VenueNameTaken, SeatsMissing."""
    by = confirm(session, by, Permission.VENUE_EDIT)
    hold_organization(session, by=by)
    venue = Venue(base_id=by.organization_id)
    _fill(session, venue, fields)
    session.add(venue)
    session.flush()
    record(session, by=by, action="venue:add", venue=venue.id, name=venue.name)
    return venue


def edit_venue(session: Session, venue_id: int, fields: VenueFields, *, by: Actor) -> Venue:
    """Change a venue. Raises NotFound, VenueNameTaken, SeatsMissing."""
    by = confirm(session, by, Permission.VENUE_EDIT)
    hold_organization(session, by=by)
    venue = _own(session.get(Venue, venue_id, with_for_update=True, populate_existing=True), by)
    before = venue.name
    _fill(session, venue, fields)
    session.flush()
    record(session, by=by, action="venue:edit", venue=venue.id, before=before, after=venue.name)
    return venue


def delete_venue(session: Session, venue_id: int, *, by: Actor) -> str:
    """Delete a venue and return its name. Raises NotFound."""
    by = confirm(session, by, Permission.VENUE_EDIT)
    venue = _own(session.get(Venue, venue_id, with_for_update=True, populate_existing=True), by)
    name = venue.name
    session.delete(venue)
    session.flush()
    record(session, by=by, action="venue:delete", venue=venue_id, name=name)
    return name


def _own(venue: Venue | None, by: Actor) -> Venue:
    if venue is None or venue.base_id != by.organization_id:
        raise NotFound()
    return venue


def _fill(session: Session, venue: Venue, fields: VenueFields) -> None:
    """Write what was checked: until then nothing is changed, so that a refusal leaves the venue as it was."""
    name = tidy(fields.name)
    if fields.kind in SEATED and fields.seats < 1:
        raise SeatsMissing(kind=fields.kind.label)
    same = select(Venue.id).where(Venue.base_id == venue.base_id, Venue.name == name)
    if venue.id is not None:
        same = same.where(Venue.id != venue.id)
    if session.scalar(same.limit(1)) is not None:
        raise VenueNameTaken(name=name)
    venue.name, venue.kind, venue.area, venue.seats = name, fields.kind, fields.area, fields.seats
    venue.ownership, venue.equipment = fields.ownership, fields.equipment.strip()
