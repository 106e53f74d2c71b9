"""An organisation under the actor's own, or under none, with the super administrator whose password is reset."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from app.errors import NotFound
from app.permissions import Actor, Permission
from app.resident_id import mask
from app.sealing import sealer
from app.services.accounts.office import require
from app.services.accounts.reset_password import is_topmost, is_under
from models import Membership, Organization, User


@dataclass(frozen=True)
class Chief:
    """An organisation; without a super administrator `chief` and `masked_id` are empty."""

    id: int
    name: str
    chief: str
    masked_id: str


def find_chief(session: Session, organization_id: int, *, by: Actor) -> Chief:
    """The super administrator of an organisation under the actor's; raises NotFound for any other."""
    require(by, Permission.SUBORDINATE_RESET)
    return _chief(session, organization_id, is_under(by.organization_id))


def find_topmost_chief(session: Session, organization_id: int, *, by: Actor) -> Chief:
    """The super administrator of an HR department that is under none; raises NotFound for any other."""
    require(by, Permission.TOPMOST_RESET)
    return _chief(session, organization_id, is_topmost())


def _chief(session: Session, organization_id: int, within: ColumnElement[bool]) -> Chief:
    row = session.execute(
        select(Organization.id, Organization.name, User.name.label("chief"), User.resident_id_sealed)
        .outerjoin(Membership, and_(Membership.organization_id == Organization.id, Membership.is_super))
        .outerjoin(User, User.id == Membership.user_id)
        .where(within, Organization.id == organization_id)
    ).one_or_none()
    if row is None:
        raise NotFound()
    masked = mask(sealer().unseal(row.resident_id_sealed)) if row.resident_id_sealed else ""
    return Chief(row.id, row.name, row.chief or "", masked)
