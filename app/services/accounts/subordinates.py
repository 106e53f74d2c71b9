"""The organisations under the actor's own, with their super administrators."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from app.errors import NotFound
from app.permissions import Actor, Permission
from app.resident_id import mask
from app.sealing import sealer
from app.services.accounts.office import require
from app.services.accounts.reset_password import is_under
from app.services.page import PAGE_ROWS, Page, page_of
from models import Membership, Organization, OrganizationKind, User


@dataclass(frozen=True)
class Subordinate:
    """An organisation; without a super administrator `chief` and `masked_id` are empty."""

    id: int
    name: str
    kind: OrganizationKind
    contact_name: str
    contact_phone: str
    chief: str
    masked_id: str


def list_subordinates(
    session: Session, *, by: Actor, text: str = "", after: int | None = None, limit: int = PAGE_ROWS
) -> Page[Subordinate]:
    """One page of them, those whose name holds `text`; one statement, by ix_organization_supervisor."""
    require(by, Permission.SUBORDINATE_RESET)
    found = _subordinates(
        session, by, Organization.id > (after or 0), Organization.name.contains(text, autoescape=True), limit + 1
    )
    return page_of(found, limit, lambda one: one.id)


def find_subordinate(session: Session, organization_id: int, *, by: Actor) -> Subordinate:
    """One of them; raises NotFound for any other."""
    require(by, Permission.SUBORDINATE_RESET)
    found = _subordinates(session, by, Organization.id == organization_id, None, 1)
    if not found:
        raise NotFound()
    return found[0]


def _subordinates(
    session: Session, by: Actor, which: ColumnElement[bool], named: ColumnElement[bool] | None, limit: int
) -> list[Subordinate]:
    query = (
        select(
            Organization.id,
            Organization.name,
            Organization.kind,
            Organization.contact_name,
            Organization.contact_phone,
            User.name.label("chief"),
            User.resident_id_sealed,
        )
        .outerjoin(Membership, and_(Membership.organization_id == Organization.id, Membership.is_super))
        .outerjoin(User, User.id == Membership.user_id)
        .where(is_under(by.organization_id), which)
        .order_by(Organization.id)
        .limit(limit)
    )
    rows = session.execute(query if named is None else query.where(named))
    return [
        Subordinate(
            id=row.id,
            name=row.name,
            kind=row.kind,
            contact_name=row.contact_name,
            contact_phone=row.contact_phone,
            chief=row.chief or "",
            masked_id=mask(sealer().unseal(row.resident_id_sealed)) if row.resident_id_sealed else "",
        )
        for row in rows
    ]
