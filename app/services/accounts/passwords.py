"""Passwords: how they are kept, compared, and what a new one must be."""

import secrets
import string
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from app.config import settings
from app.errors import FieldRefusal, Refusal
from app.permissions import Actor, Permission
from app.sealing import sealer
from app.services import audit
from app.services.accounts import sessions, throttle
from models import PasswordHistory, User

SHORTEST = 8
LONGEST = 64  # argon2 has no limit, but a request of megabytes should not reach it
CLASSES = (string.ascii_uppercase, string.ascii_lowercase, string.digits)  # all else is the fourth
CLASSES_NEEDED = 3
ONE_TIME = ("ABCDEFGHJKLMNPQRSTUVWXYZ", "abcdefghijkmnpqrstuvwxyz", "23456789")
ONE_TIME_OF_EACH = 4
ID_PART = 6  # digits of the id number in a row that make a password easy to guess


class WrongPassword(FieldRefusal):
    """原密码不正确，请重新输入；再输错{left}次账号将被锁定。"""

    field = "old_password"


class WeakPassword(FieldRefusal):
    """新密码{problem}。"""

    field = "new_password"


class PasswordUsedBefore(FieldRefusal):
    """新密码不能与最近{count}次使用过的密码相同，请换一个。"""

    field = "new_password"


def hashed(password: str) -> str:
    """Return the argon2id hash of `password`, with the costs of the settings."""
    return _hasher().hash(password)


def is_right(password_hash: str | None, password: str) -> bool:
    """Whether `password` belongs to the hash. Without a hash it takes as long, so that nobody learns who exists."""
    try:
        hasher = _hasher()
        return hasher.verify(password_hash or _nobodys_hash(hasher), password) and password_hash is not None
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(password_hash: str) -> bool:
    """Whether the hash was made with other costs than today's."""
    return _hasher().check_needs_rehash(password_hash)


def problem_of(password: str, resident_id: str) -> str | None:
    """Return what is wrong with a new password, to stand after 新密码; None if nothing (GB/T 22239, 8.1.4.1 a)."""
    if not SHORTEST <= len(password) <= LONGEST:
        return f"应为{SHORTEST}至{LONGEST}个字符"
    kinds = {next((i for i, letters in enumerate(CLASSES) if sign in letters), len(CLASSES)) for sign in password}
    if len(kinds) < CLASSES_NEEDED:
        return "应包含大写字母、小写字母、数字、符号中的至少三类"
    parts = (resident_id[i : i + ID_PART] for i in range(len(resident_id) - ID_PART + 1))
    if any(part in password.upper() for part in parts):
        return f"不能包含身份证号中连续的{ID_PART}位"
    return None


def change_password(session: Session, *, by: Actor, old: str, new: str) -> None:
    """Give `by` another password and end all his sessions, the present one too: the caller begins a new one.

    Raises Locked, WrongPassword, WeakPassword, PasswordUsedBefore. A wrong old password counts towards the lock.
    """
    user = session.scalars(select(User).where(User.id == by.user_id).with_for_update()).one()
    throttle.check(session, user.resident_id_hash)
    if not is_right(user.password_hash, old):
        audit.record(session, by=by, action=Permission.PASSWORD_CHANGE, succeeded=False)
        raise _after_failure(session, user)
    set_new(session, user, new)
    audit.record(session, by=by, action=Permission.PASSWORD_CHANGE)


def set_new(session: Session, user: User, new: str) -> None:
    """Give a locked user the password that he chose and end all his sessions.

    Raises WeakPassword, PasswordUsedBefore.
    """
    problem = problem_of(new, sealer().unseal(user.resident_id_sealed))
    if problem:
        raise WeakPassword(problem=problem)
    _refuse_reuse(session, user, new)
    _replace(session, user, new)
    sessions.end_all(session, user.id)


def issue(session: Session, user: User) -> str:
    """Give a locked user a one-time password and return it; it is nowhere else.

    All his sessions end, a lock after wrong guesses is lifted, and his next sign-in asks for a new password.
    """
    password = one_time()
    _replace(session, user, password)
    user.must_change_password = True
    session.flush()
    throttle.note(session, user.resident_id_hash, succeeded=True)
    sessions.end_all(session, user.id)
    return password


def one_time() -> str:
    """Return a random password of every class that the rule counts, without letters that look alike."""
    chosen = [secrets.choice(letters) for letters in ONE_TIME for _ in range(ONE_TIME_OF_EACH)]
    secrets.SystemRandom().shuffle(chosen)
    return "".join(chosen)


def _after_failure(session: Session, user: User) -> Refusal:
    left = throttle.note(session, user.resident_id_hash, succeeded=False)
    return WrongPassword(left=left) if left else throttle.Locked(minutes=settings().lock_minutes)


def _refuse_reuse(session: Session, user: User, new: str) -> None:
    count = settings().password_history
    earlier = (
        select(PasswordHistory.password_hash)
        .where(PasswordHistory.user_id == user.id)
        .order_by(PasswordHistory.id.desc())
        .limit(count - 1)
    )
    if any(is_right(used, new) for used in (user.password_hash, *session.scalars(earlier))):
        raise PasswordUsedBefore(count=count)


def _replace(session: Session, user: User, new: str) -> None:
    """Write the new hash, and keep only as many old ones as are compared with."""
    session.execute(insert(PasswordHistory).values(user_id=user.id, password_hash=user.password_hash))
    kept = (
        select(PasswordHistory.id)
        .where(PasswordHistory.user_id == user.id)
        .order_by(PasswordHistory.id.desc())
        .limit(settings().password_history - 1)
    )
    session.execute(
        delete(PasswordHistory)
        .where(PasswordHistory.user_id == user.id, PasswordHistory.id.not_in(kept))
        .execution_options(synchronize_session=False)
    )
    user.password_hash = hashed(new)
    user.password_changed_at = throttle.moment(session)
    user.must_change_password = False
    session.flush()


def _hasher() -> PasswordHasher:
    return _hasher_of(settings().password_cost, settings().password_memory)


@lru_cache
def _hasher_of(cost: int, memory: int) -> PasswordHasher:
    return PasswordHasher(time_cost=cost, memory_cost=memory, parallelism=1)


@lru_cache
def _nobodys_hash(hasher: PasswordHasher) -> str:
    return hasher.hash(secrets.token_urlsafe())
