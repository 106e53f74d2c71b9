"""Sessions in a table: the cookie holds a random token, the table its SHA-256."""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from psycopg.types.json import Jsonb
from sqlalchemy import Row, and_, bindparam, delete, func, insert, or_, select, update
from sqlalchemy.dialects.postgresql import INTERVAL
from sqlalchemy.orm import Session, aliased

from app.permissions import Actor
from app.services.accounts.actors import learner_of, member_of
from app.services.accounts.covers import covers_of
from app.services.prepared import Prepared
from models import Learner, Membership, Organization, Role, User, UserSession

TOUCH_EVERY = timedelta(minutes=1)  # how exact the idle time-out is, and how rare the write


@dataclass(frozen=True)
class LiveSession:
    """What one query finds for a token.

    `actor` is None before signing in, and while a person with several memberships has not chosen one.
    """

    user_id: int | None = None
    actor: Actor | None = None
    must_change_password: bool = False
    is_stale: bool = False
    data: Mapping[str, Any] = field(default_factory=dict)


def digest(token: str) -> bytes:
    """Return what the table keeps of a token."""
    return hashlib.sha256(token.encode()).digest()


def load(session: Session, token: str, *, idle_minutes: int) -> LiveSession | None:
    """Return the session of `token`; None where there is none, it idled too long, or its person was disabled."""
    values = {"hash": digest(token), "idle": timedelta(minutes=idle_minutes), "fresh": TOUCH_EVERY}
    row = _LIVE.run(session, **values).fetchone()
    if row is None:
        return None
    return LiveSession(
        user_id=row.user_id,
        actor=_actor_of(row),
        must_change_password=bool(row.must_change_password),
        is_stale=row.is_stale,
        data=row.data,
    )


def open_session(
    session: Session,
    *,
    data: Mapping[str, Any],
    user_id: int | None = None,
    membership_id: int | None = None,
    learner_id: int | None = None,
) -> str:
    """Make a session and return its token, which is nowhere else."""
    token = secrets.token_urlsafe(32)
    session.execute(
        insert(UserSession).values(
            token_hash=digest(token),
            user_id=user_id,
            membership_id=membership_id,
            learner_id=learner_id,
            data=dict(data),
        )
    )
    return token


def save(session: Session, token: str, data: Mapping[str, Any]) -> None:
    """Keep what a page stored in its session."""
    _SAVING.run(session, hash=digest(token), kept=Jsonb(dict(data)))


def touch(session: Session, token: str) -> None:
    """Note that the session is in use; skipped where another request of it is doing the same."""
    free = (
        select(UserSession.token_hash)
        .where(UserSession.token_hash == digest(token))
        .with_for_update(skip_locked=True)
        .scalar_subquery()
    )
    session.execute(
        update(UserSession)
        .where(UserSession.token_hash == free)
        .values(seen_at=func.now())
        .execution_options(synchronize_session=False)
    )


def end(session: Session, token: str) -> None:
    """End one session."""
    _delete(session, UserSession.token_hash == digest(token))


def end_all(session: Session, user_id: int) -> None:
    """End every session of a person, wherever it is open."""
    _delete(session, UserSession.user_id == user_id)


def _delete(session: Session, which: Any) -> None:
    session.execute(delete(UserSession).where(which).execution_options(synchronize_session=False))


def _actor_of(row: Row[Any]) -> Actor | None:
    if row.membership_id is not None:
        return member_of(row)
    return learner_of(row) if row.learner_id is not None else None


_SAVING = Prepared(
    update(UserSession)
    .where(UserSession.token_hash == bindparam("hash"))
    .values(data=bindparam("kept"), seen_at=func.now())
)

_organization = aliased(Organization, name="organization")

_LIVE = Prepared(
    select(
        UserSession.data,
        (UserSession.seen_at < func.now() - bindparam("fresh", type_=INTERVAL)).label("is_stale"),
        User.id.label("user_id"),
        User.name.label("user_name"),
        User.must_change_password,
        Membership.id.label("membership_id"),
        Membership.is_super,
        Role.name.label("role_name"),
        Role.modules,
        Learner.id.label("learner_id"),
        _organization.id.label("organization_id"),
        _organization.name.label("organization_name"),
        _organization.kind.label("organization_kind"),
        covers_of(Membership.user_id, Membership.organization_id).label("covers"),
    )
    .select_from(UserSession)
    .outerjoin(User, and_(User.id == UserSession.user_id, User.is_enabled))
    .outerjoin(Membership, and_(Membership.id == UserSession.membership_id, Membership.is_enabled))
    .outerjoin(Role, Role.id == Membership.role_id)
    .outerjoin(Learner, and_(Learner.id == UserSession.learner_id, Learner.is_enabled))
    .outerjoin(
        _organization,
        _organization.id == func.coalesce(Membership.organization_id, Learner.employer_id),
    )
    .where(
        UserSession.token_hash == bindparam("hash"),
        UserSession.seen_at > func.now() - bindparam("idle", type_=INTERVAL),
        or_(UserSession.user_id.is_(None), User.id.is_not(None)),
        or_(UserSession.membership_id.is_(None), and_(Membership.id.is_not(None), _organization.is_enabled)),
        or_(UserSession.learner_id.is_(None), Learner.id.is_not(None)),
    )
)
"""One query a request: the session, its person, and what the role opens. Whoever was disabled is not found."""
