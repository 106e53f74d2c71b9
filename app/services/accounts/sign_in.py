"""Signing in, out, and choosing for whom one acts."""

from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.config import settings
from app.errors import NotFound, Refusal
from app.permissions import Actor
from app.resident_id import mask, normalise, problem_of
from app.sealing import sealer
from app.services import audit
from app.services.accounts import passwords, throttle
from app.services.accounts.identities import Identity, identities_of
from app.services.accounts.pending import pending_registration
from models import User, UserType

SIGN_IN = "session:sign_in"
SIGN_OUT = "session:sign_out"
SWITCH = "session:switch"


class WrongResidentId(Refusal):
    """{problem}。"""

    status = 422


class WrongSignIn(Refusal):
    """账号或密码错误，或用户类型选择有误。再输错{left}次，该账号将锁定{minutes}分钟。"""

    status = 422


class Disabled(Refusal):
    """该账号已停用，不能登录。请联系本单位超级管理员，或上级主管部门。"""

    status = 403


class RegistrationPending(Refusal):
    """您的注册正在审核中，审核通过后方可登录。"""

    status = 403
    is_followed = True  # the page that shows it leads to the progress of registrations


@dataclass(frozen=True)
class Attempt:
    """What came of it: whoever it is and what he may act as, or the refusal.

    A refusal is returned and not raised, since the attempt was counted and must be kept.
    """

    user_id: int | None = None
    identities: list[Identity] = field(default_factory=list)
    refusal: Refusal | None = None


def sign_in(session: Session, *, user_type: UserType, resident_id: str, password: str) -> Attempt:
    """Try to sign in with an id number as it was typed.

    No such person, a wrong password and a wrong user type get the same answer after the same time.
    """
    number = normalise(resident_id)
    problem = problem_of(number)
    if problem:
        return Attempt(refusal=WrongResidentId(problem=problem))
    try:
        throttle.check(session, sealer().lookup(number))
    except Refusal as refusal:
        _record(session, number, None, user_type, reason=type(refusal).__name__)
        return Attempt(refusal=refusal)
    return _verify(session, user_type, number, password)


def choose(session: Session, user_id: int, key: str) -> Identity:
    """Return the person's enabled identity that a form named; raises NotFound for any other."""
    for identity in identities_of(session, user_id):
        if identity.key == key and identity.is_enabled:
            audit.record(session, by=None, action=SWITCH, user_id=user_id, organization_id=identity.organization_id)
            return identity
    raise NotFound


def sign_out(session: Session, *, by: Actor) -> None:
    """Write that `by` signed out; the caller ends the session."""
    audit.record(session, by=by, action=SIGN_OUT)


def _verify(session: Session, user_type: UserType, number: str, password: str) -> Attempt:
    user = session.scalars(select(User).where(User.resident_id_hash == sealer().lookup(number))).one_or_none()
    identities = identities_of(session, user.id if user else None, user_type)
    is_pending, applicant_hash = pending_registration(session, sealer().lookup(number))
    is_right = passwords.is_right(user.password_hash if user else applicant_hash, password)
    if is_right and is_pending and not identities:
        throttle.note(session, sealer().lookup(number), succeeded=True)
        _record(session, number, user, user_type, reason=RegistrationPending.__name__)
        return Attempt(refusal=RegistrationPending())
    if not is_right or not user or not identities:
        return _failed(session, user_type, number, user)
    enabled = [identity for identity in identities if identity.is_enabled and user.is_enabled]
    if not enabled:
        _record(session, number, user, user_type, reason=Disabled.__name__)
        return Attempt(refusal=Disabled())
    throttle.note(session, user.resident_id_hash, succeeded=True)
    if passwords.is_outdated(user.password_hash):
        user.password_hash = passwords.hashed(password)
    _record(session, number, user, user_type, enabled)
    return Attempt(user_id=user.id, identities=enabled)


def _failed(session: Session, user_type: UserType, number: str, user: User | None) -> Attempt:
    left = throttle.note(session, sealer().lookup(number), succeeded=False)
    _record(session, number, user, user_type, reason=WrongSignIn.__name__)
    minutes = settings().lock_minutes
    refusal = WrongSignIn(left=left, minutes=minutes) if left else throttle.Locked(minutes=minutes)
    return Attempt(refusal=refusal)


def _record(
    session: Session,
    number: str,
    user: User | None,
    user_type: UserType,
    identities: list[Identity] | None = None,
    *,
    reason: str | None = None,
) -> None:
    one = identities[0] if identities and len(identities) == 1 else None
    audit.record(
        session,
        by=None,
        action=SIGN_IN,
        succeeded=reason is None,
        user_id=user.id if user else None,
        organization_id=one.organization_id if one else None,
        resident_id=mask(number),
        user_type=user_type.value,
        **({"reason": reason} if reason else {}),
    )
