"""忘记密码: asking for a new password, with one answer whatever is true."""

from dataclasses import dataclass

from sqlalchemy import case, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session, aliased

from app.config import settings
from app.plain_text import tidy
from app.queue import defer
from app.resident_id import mask, normalise, problem_of
from app.sealing import sealer
from app.services import audit
from app.services.accounts import throttle
from app.services.accounts.refusals import WrongNumber
from models import Learner, Membership, Organization, OrganizationKind, PasswordRequest, User

ACTION = "password:recover"


@dataclass(frozen=True)
class Claim:
    """What somebody says of himself; for a learner the organisation is the employer."""

    resident_id: str
    name: str
    organization: str


def ask_for_password(session: Session, claim: Claim) -> None:
    """Tell those who may reset the password, and mail a link where that is possible; say nothing of what is true.

    Every attempt counts as a failed sign-in, right or wrong: who counts what is left learns nothing, and who
    guesses is locked out as he is there. Raises WrongNumber, Locked, AddressThrottled.
    """
    number = normalise(claim.resident_id)
    if problem := problem_of(number):
        raise WrongNumber(problem=problem)
    throttle.check(session, sealer().lookup(number))
    throttle.note(session, sealer().lookup(number), succeeded=False)
    user = _person(session, number, claim)
    found = user is not None and _request(session, user, tidy(claim.organization))
    audit.record(
        session,
        by=None,
        action=ACTION,
        succeeded=found,
        user_id=user.id if user else None,
        resident_id=mask(number),
    )
    if found and user is not None and user.email and settings().smtp_url:
        defer(session, "mail_recovery", user_id=user.id)


def _person(session: Session, number: str, claim: Claim) -> User | None:
    query = select(User).where(User.resident_id_hash == sealer().lookup(number), User.is_enabled)
    user = session.scalars(query).one_or_none()
    return user if user is not None and tidy(claim.name) == user.name else None


def _request(session: Session, user: User, organization: str) -> bool:
    """Leave a request, unless one waits already; tell whether the person belongs to the organisation."""
    member = session.execute(
        select(Membership.id, Membership.is_super, Organization.id.label("office"), *_SUPERIOR)
        .join(Organization, Organization.id == Membership.organization_id)
        .where(Membership.user_id == user.id, Membership.is_enabled, Organization.name == organization)
        .order_by(Membership.id)
        .limit(1)
    ).one_or_none()
    if member is not None:
        office = member.superior if member.is_super else member.office
        _insert(session, user, office, membership_id=member.id)
        return True
    learner = session.execute(
        select(Learner.id, Learner.employer_id)
        .join(Organization, Organization.id == Learner.employer_id)
        .where(Learner.user_id == user.id, Learner.is_enabled, Organization.name == organization)
    ).one_or_none()
    if learner is not None:
        _insert(session, user, learner.employer_id, learner_id=learner.id)
    return learner is not None


def _insert(session: Session, user: User, office: int | None, **identity: int) -> None:
    """The super administrator of one of the three offices has nobody above him: he has the mail only."""
    if office is not None:
        row = insert(PasswordRequest).values(user_id=user.id, office_id=office, **identity)
        session.execute(row.on_conflict_do_nothing())


_SYSTEM = aliased(Organization)
_TOPMOST = case(
    (Organization.kind == OrganizationKind.HR, select(_SYSTEM.id).where(_SYSTEM.kind == "system").scalar_subquery())
)
_SUPERIOR = (func.coalesce(Organization.superior_id, Organization.hr_id, _TOPMOST).label("superior"),)
"""Who resets the password of its super administrator: of an HR department under none, the system administrators."""
