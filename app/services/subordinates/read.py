"""One organisation below: what it says of itself, who is in it, what is below it and what is on its way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from app.items.in_flight import in_flight
from app.permissions import Actor, Permission
from app.resident_id import mask
from app.sealing import sealer
from app.services.guard import require
from app.services.reference.names import industry_names
from app.services.subordinates.scope import is_directly_under, refuse_not_below, trail_to
from models import Learner, Membership, Organization, OrganizationKind, Region, User, WorkItem


@dataclass(frozen=True)
class Below:
    """The page of an organisation; `waiting` is how many work items it has to act on."""

    organization: Organization
    region_name: str
    industry: str
    superior_name: str
    hr_name: str
    is_own: bool
    chief: str
    masked_id: str
    members: int
    learners: int
    children: Mapping[OrganizationKind, int]
    on_its_way: Mapping[str, int]
    waiting: int
    trail: Sequence[tuple[int, str]]


def read_below(session: Session, organization_id: int, *, by: Actor) -> Below:
    """An organisation below the actor's. Raises NotFound for any other."""
    require(by, Permission.ORGANIZATION_LIST)
    refuse_not_below(session, organization_id, by=by)
    return described(session, organization_id, by=by)


def described(session: Session, organization_id: int, *, by: Actor) -> Below:
    """What there is to know of an organisation that the actor may look at."""
    superior, hr = aliased(Organization), aliased(Organization)
    superior_id = func.coalesce(Organization.superior_id, Organization.hr_id)
    row = session.execute(
        select(Organization, Region.name.label("region"), superior.name.label("superior"), hr.name.label("hr"))
        .add_columns((superior_id == by.organization_id).label("is_own"))
        .join(Region, Region.code == Organization.region_code)
        .outerjoin(superior, superior.id == superior_id)
        .outerjoin(hr, hr.id == Organization.hr_id)
        .where(Organization.id == organization_id)
    ).one()
    chief, masked_id = _chief(session, organization_id)
    return Below(
        organization=row.Organization,
        region_name=row.region,
        industry=dict(industry_names(session)).get(row.Organization.industry_code, ""),
        superior_name=row.superior or "",
        hr_name=row.hr or "",
        is_own=bool(row.is_own),
        chief=chief,
        masked_id=masked_id,
        members=_count(session, Membership.organization_id == organization_id, Membership.is_enabled),
        learners=_count(session, Learner.employer_id == organization_id, Learner.is_enabled),
        children=_children(session, organization_id),
        on_its_way=in_flight(session, organization_id),
        waiting=waiting_at(session, organization_id),
        trail=trail_to(session, organization_id, by=by),
    )


def waiting_at(session: Session, organization_id: int) -> int:
    """How many work items are open at an organisation."""
    return _count(session, WorkItem.organization_id == organization_id, WorkItem.closed_at.is_(None))


def _chief(session: Session, organization_id: int) -> tuple[str, str]:
    row = session.execute(
        select(User.name, User.resident_id_sealed)
        .join(Membership, Membership.user_id == User.id)
        .where(Membership.organization_id == organization_id, Membership.is_super)
    ).one_or_none()
    return (row.name, mask(sealer().unseal(row.resident_id_sealed))) if row else ("", "")


def _children(session: Session, organization_id: int) -> Mapping[OrganizationKind, int]:
    rows = session.execute(
        select(Organization.kind, func.count())
        .where(is_directly_under(organization_id))
        .group_by(Organization.kind)
        .order_by(Organization.kind)
    )
    return {kind: count for kind, count in rows}


def _count(session: Session, *where: object) -> int:
    return session.scalar(select(func.count()).where(*where)) or 0  # type: ignore[arg-type]
