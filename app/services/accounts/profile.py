"""个人基本信息维护: a person's own data."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import NotPermitted
from app.permissions import Actor, Permission, may
from app.resident_id import mask
from app.sealing import sealer
from app.services import audit
from app.services.accounts.contact import Contact, checked
from models import User

EDIT = Permission.PROFILE_EDIT


@dataclass(frozen=True)
class Profile:
    """Name and id number are fixed; how the person is reached can be changed."""

    name: str
    masked_id: str
    contact: Contact


def read_profile(session: Session, *, by: Actor) -> Profile:
    """The actor's own data."""
    user = _own(session, by)
    mobile = sealer().unseal(user.mobile_sealed) if user.mobile_sealed else ""
    return Profile(
        name=user.name,
        masked_id=mask(sealer().unseal(user.resident_id_sealed)),
        contact=Contact(mobile=mobile, email=user.email or "", phone=user.phone or ""),
    )


def save_contact(session: Session, contact: Contact, *, by: Actor) -> None:
    """Change how the actor is reached; it counts at once. Raises WrongContact."""
    columns = checked(contact)
    user = _own(session, by, lock=True)
    before = read_profile(session, by=by).contact
    for column, value in columns.items():
        setattr(user, column, value)
    session.flush()
    changed = [field for field in ("mobile", "email", "phone") if getattr(before, field) != getattr(contact, field)]
    audit.record(session, by=by, action=EDIT, changed=changed)


def _own(session: Session, by: Actor, *, lock: bool = False) -> User:
    if not may(by, EDIT):
        raise NotPermitted()
    query = select(User).where(User.id == by.user_id)
    return session.scalars(query.with_for_update() if lock else query).one()
