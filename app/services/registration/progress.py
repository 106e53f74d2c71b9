"""Following one's registration without signing in: proved by name, id number and password."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.config import settings
from app.errors import NotFound
from app.resident_id import normalise, problem_of
from app.sealing import sealer
from app.services.accounts import passwords, throttle
from app.services.accounts.contact import Contact
from app.services.accounts.refusals import WrongNumber
from app.services.approvals.resubmit import RESUBMIT
from app.services.attachments.find import attachments_of
from app.services.audit import record
from app.services.instances.places import Place, places_of
from app.services.instances.timeline import Entry, timeline_of
from app.services.reference.names import industry_names
from app.services.registration.refusals import NobodyFound
from app.services.registration.submit import process_of
from models import Attachment, Instance, ItemKind, Organization, Registration, RegistrationState, User

MOST = 5  # registrations of one person that are looked at: each costs a comparison of passwords


@dataclass(frozen=True)
class Progress:
    """A registration: who has it now, what happened, and what its applicant may do."""

    row: Registration
    instance_id: int
    may_withdraw: bool
    places: Sequence[Place]
    acts: Sequence[Entry]
    scans: Sequence[Attachment]
    chosen: dict[str, str]  # names of what its columns hold: hr_id, competent_id, industry_code, level ...

    @property
    def correction(self) -> Place | None:
        """The open work item by which the applicant corrects what was returned."""
        return next((place for place in self.places if RESUBMIT in place.outcomes), None)

    @property
    def contact(self) -> Contact | None:
        """How the applicant can be reached; None of who is a user and keeps that elsewhere."""
        if self.row.user_id is not None or self.row.mobile_sealed is None:
            return None
        mobile = sealer().unseal(self.row.mobile_sealed)
        return Contact(mobile, self.row.email or "", self.row.phone or "")

    @property
    def reason(self) -> Entry | None:
        """Why it was returned."""
        return self.acts[-1] if self.acts and self.correction else None


def find_registrations(session: Session, *, name: str, resident_id: str, password: str) -> list[int]:
    """Ids of the person's registrations, newest first. Raises WrongNumber, NobodyFound, Locked.

    No such registration, another name and a wrong password get one answer; each counts towards the lock, so the
    caller must keep the transaction.
    """
    number = normalise(resident_id)
    if problem := problem_of(number):
        raise WrongNumber(problem=problem)
    hash_ = sealer().lookup(number)
    throttle.check(session, hash_)
    rows = session.execute(
        select(Registration.id, Registration.applicant_name, Registration.password_hash, User.password_hash)
        .outerjoin(User, User.id == Registration.user_id)
        .where(Registration.resident_id_hash == hash_)
        .order_by(Registration.id.desc())
        .limit(MOST)
    ).all()
    own = [id_ for id_, whose, kept, of_user in rows if _is_right(kept or of_user, password) and whose == name]
    if not rows:
        passwords.is_right(None, password)
    left = throttle.note(session, hash_, succeeded=bool(own))
    record(session, by=None, action="registration:progress", succeeded=bool(own), registrations=own)
    if not own:
        minutes = settings().lock_minutes
        raise NobodyFound(left=left, minutes=minutes) if left else throttle.Locked(minutes=minutes)
    return own


def read_progress(session: Session, registration_id: int) -> Progress:
    """One registration that the caller knows to be the reader's. Raises NotFound."""
    row = session.get(Registration, registration_id)
    if row is None:
        raise NotFound()
    kind = ItemKind(process_of(row.kind))
    instance = session.scalars(
        select(Instance)
        .where(Instance.item_kind == kind, Instance.item_id == row.id)
        .order_by(Instance.id.desc())
        .limit(1)
    ).one()
    return Progress(
        row=row,
        instance_id=instance.id,
        may_withdraw=row.state is RegistrationState.PENDING and not instance.is_touched,
        places=places_of(session, instance.id),
        acts=timeline_of(session, instance.id),
        scans=attachments_of(session, kind, row.id),
        chosen=_names(session, row),
    )


def _names(session: Session, row: Registration) -> dict[str, str]:
    ids = {f"{what}_id": getattr(row, f"{what}_id") for what in ("hr", "competent", "superior", "employer")}
    found = session.execute(
        select(Organization.id, Organization.name).where(Organization.id.in_([one for one in ids.values() if one]))
    )
    names = {id_: name for id_, name in found}
    return {
        "level": row.level.label if row.level else "",
        "industry_code": dict(industry_names(session)).get(row.industry_code or "", ""),
        **{what: names.get(id_, "") for what, id_ in ids.items()},
    }


def _is_right(password_hash: str | None, password: str) -> bool:
    return passwords.is_right(password_hash, password)
