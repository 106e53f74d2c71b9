"""Who waits for a new password, as those see it who may reset it."""

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import Session

from app.errors import NotFound
from app.permissions import Actor, Permission
from app.resident_id import mask
from app.sealing import sealer
from app.services.approvals.locking import confirm
from app.services.audit import record
from app.services.guard import require
from models import Learner, Membership, Organization, PasswordRequest, User

MOST_SHOWN = 20  # the oldest; more come up as these are handled


class Asker(enum.Enum):
    """As what somebody asks; the value is what those need who reset his password."""

    LEARNER = Permission.LEARNER_RESET
    MEMBER = Permission.MEMBER_MANAGE
    SUBORDINATE = Permission.SUBORDINATE_RESET
    TOPMOST = Permission.TOPMOST_RESET


@dataclass(frozen=True)
class Waiting:
    """A request; `target` is the row whose page resets the password."""

    id: int
    name: str
    masked_id: str
    organization_name: str
    target: dict[str, int]
    created_at: datetime


def waiting_requests(session: Session, asker: Asker, *, by: Actor) -> Sequence[Waiting]:
    """The oldest requests that the actor's organisation may answer; one statement."""
    require(by, asker.value)
    rows = session.execute(_open(asker, by).order_by(PasswordRequest.id).limit(MOST_SHOWN))
    return [_waiting(row, asker) for row in rows]


def ignore_request(session: Session, request_id: int, asker: Asker, *, by: Actor) -> None:
    """Close a request and leave the password as it is. Raises NotFound, for one that was handled too."""
    by = confirm(session, by, asker.value)
    found = _open(asker, by).where(PasswordRequest.id == request_id).with_for_update(of=PasswordRequest)
    if session.execute(found).one_or_none() is None:
        raise NotFound()
    request = session.get_one(PasswordRequest, request_id)
    request.handled_at = session.scalar(select(func.now()))
    session.flush()
    record(session, by=by, action=asker.value, act="ignore_request", user=request.user_id)


def _open(asker: Asker, by: Actor) -> Select[*tuple[Any, ...]]:
    """Requests still open, of those who are still what they asked as."""
    asked = PasswordRequest
    query = (
        select(
            asked.id,
            asked.created_at,
            asked.learner_id,
            asked.membership_id,
            User.name,
            User.resident_id_sealed,
            Organization.id.label("organization_id"),
            Organization.name.label("organization_name"),
        )
        .join(User, User.id == asked.user_id)
        .where(asked.office_id == by.organization_id, asked.handled_at.is_(None))
    )
    if asker is Asker.LEARNER:
        query = query.join(Learner, Learner.id == asked.learner_id)
        return query.join(
            Organization, and_(Organization.id == Learner.employer_id, Organization.id == by.organization_id)
        )
    query = query.join(Membership, and_(Membership.id == asked.membership_id, _is_meant(asker)))
    return query.join(Organization, Organization.id == Membership.organization_id)


def _is_meant(asker: Asker) -> ColumnElement[bool]:
    return Membership.is_super.is_(asker in (Asker.SUBORDINATE, Asker.TOPMOST))


def _waiting(row: Any, asker: Asker) -> Waiting:
    target = {
        Asker.LEARNER: {"learner_id": row.learner_id},
        Asker.MEMBER: {"membership_id": row.membership_id},
        Asker.SUBORDINATE: {"organization_id": row.organization_id},
        Asker.TOPMOST: {"organization_id": row.organization_id},
    }[asker]
    masked = mask(sealer().unseal(row.resident_id_sealed))
    return Waiting(row.id, row.name, masked, row.organization_name, target, row.created_at)
