"""A link by which a new password is set once, within half an hour."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from app.errors import Refusal
from app.services import audit
from app.services.accounts import passwords, throttle
from app.services.recovery.ask import ACTION
from app.services.recovery.settle import settle
from models import PasswordRecovery, User

MINUTES = 30


class LinkGone(Refusal):
    """该链接无效、已使用或已过期，请重新申请找回密码。"""

    status = 404


@dataclass(frozen=True)
class Link:
    """Where a link goes; the token is nowhere else."""

    name: str
    email: str
    token: str


def open_link(session: Session, user_id: int) -> Link | None:
    """Make a link for a person; None where he was disabled or has no address any more."""
    user = session.get(User, user_id)
    if user is None or not user.is_enabled or not user.email:
        return None
    token = secrets.token_urlsafe(32)
    expires_at = func.now() + timedelta(minutes=MINUTES)
    session.execute(
        insert(PasswordRecovery).values(user_id=user_id, token_hash=_digest(token), expires_at=expires_at)
    )
    return Link(user.name, user.email, token)


def check_link(session: Session, token: str) -> None:
    """Raise LinkGone unless the link is good."""
    _user_of(session, token)


def use_link(session: Session, token: str, new: str) -> None:
    """Set the person's new password, end all his sessions, and lift a lock after wrong guesses.

    Raises LinkGone, WeakPassword, PasswordUsedBefore. The person is locked before the link is looked at again:
    of two who use it at once, one does.
    """
    user_id = _user_of(session, token)
    query = select(User).where(User.id == user_id).with_for_update().execution_options(populate_existing=True)
    user = session.scalars(query).one()
    _user_of(session, token)
    passwords.set_new(session, user, new)
    throttle.note(session, user.resident_id_hash, succeeded=True)
    settle(session, user_id)
    audit.record(session, by=None, action=ACTION, user_id=user_id, act="set_password")


def _user_of(session: Session, token: str) -> int:
    user_id = session.scalar(
        select(PasswordRecovery.user_id)
        .join(User, User.id == PasswordRecovery.user_id)
        .where(
            PasswordRecovery.token_hash == _digest(token),
            PasswordRecovery.used_at.is_(None),
            PasswordRecovery.expires_at > func.now(),
            User.is_enabled,
        )
    )
    if user_id is None:
        raise LinkGone()
    return user_id


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
