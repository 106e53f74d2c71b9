"""How often a password may be guessed: counted by id number, known or not, and by address."""

from datetime import datetime, timedelta
from math import ceil

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from app.config import settings
from app.errors import Refusal
from app.services.audit import request_address
from models import LoginAttempt

ADDRESS_FAILURES = 50  # an office of many people shares one address


class Locked(Refusal):
    """密码连续输错次数过多，该账号已锁定，请{minutes}分钟后再试，或联系上级管理员重置密码。"""

    status = 429


class AddressThrottled(Refusal):
    """您所在网络的登录失败次数过多，请{minutes}分钟后再试。"""

    status = 429


def check(session: Session, resident_id_hash: bytes) -> None:
    """Refuse while the account or the address is locked; attempts on one account wait for each other.

    Raises Locked, AddressThrottled. Says nothing about whether the account exists.
    """
    key = int.from_bytes(resident_id_hash[:8], signed=True)
    session.execute(select(func.pg_advisory_xact_lock(key)))
    now = moment(session)
    failures = _failures_in_a_row(session, resident_id_hash, now)
    if len(failures) >= settings().login_failures:
        raise Locked(minutes=ceil((failures[0] + _lock() - now).total_seconds() / 60))
    if _failures_of_address(session, now) >= ADDRESS_FAILURES:
        raise AddressThrottled(minutes=settings().lock_minutes)


def check_address(session: Session) -> None:
    """Refuse while the address has guessed too often, whatever it guessed. Raises AddressThrottled."""
    if _failures_of_address(session, moment(session)) >= ADDRESS_FAILURES:
        raise AddressThrottled(minutes=settings().lock_minutes)


def note(session: Session, resident_id_hash: bytes, *, succeeded: bool) -> int:
    """Count an attempt; return how many more failures there may be before the account is locked."""
    session.execute(
        insert(LoginAttempt).values(
            resident_id_hash=resident_id_hash, address=request_address.get() or "", succeeded=succeeded
        )
    )
    failures = _failures_in_a_row(session, resident_id_hash, moment(session))
    return max(settings().login_failures - len(failures), 0)


def moment(session: Session) -> datetime:
    """The database's time of this transaction."""
    return session.execute(select(func.now())).scalar_one()


def _failures_in_a_row(session: Session, resident_id_hash: bytes, now: datetime) -> list[datetime]:
    """When the last attempts failed, newest first: those near the newest, which itself is not over yet."""
    attempts = session.execute(
        select(LoginAttempt.succeeded, LoginAttempt.created_at)
        .where(LoginAttempt.resident_id_hash == resident_id_hash)
        .order_by(LoginAttempt.created_at.desc(), LoginAttempt.id.desc())
        .limit(settings().login_failures)
    ).all()
    failures: list[datetime] = []
    after = now - _lock()
    for attempt in attempts:
        if attempt.succeeded or attempt.created_at <= after:
            break
        failures.append(attempt.created_at)
        after = failures[0] - _lock()
    return failures


def _failures_of_address(session: Session, now: datetime) -> int:
    found = session.scalar(
        select(func.count()).where(
            LoginAttempt.address == (request_address.get() or ""),
            LoginAttempt.created_at > now - _lock(),
            ~LoginAttempt.succeeded,
        )
    )
    return found or 0


def _lock() -> timedelta:
    return timedelta(minutes=settings().lock_minutes)
