"""审计日志: what was done by whom, for the auditors."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, literal, select, tuple_
from sqlalchemy.orm import Session

from app.permissions import Actor, Permission
from app.services.audit_words import said_of
from app.services.guard import require
from app.services.page import PAGE_ROWS, Page, page_of
from models import AuditEvent, Organization, User

NAMESAKES = 100  # people of one name who are looked for


@dataclass(frozen=True)
class AuditRow:
    """One event; `detail` holds no id number in the clear, as its writers promise."""

    id: int
    at: datetime
    person: str
    organization: str
    action: str
    succeeded: bool
    address: str
    detail: dict[str, Any]

    @property
    def said(self) -> str:
        """The action in words."""
        return said_of(self.action)


@dataclass(frozen=True)
class AuditFilter:
    """What an auditor looks for: whole days, a person's whole name, failures only."""

    first_day: date | None = None
    last_day: date | None = None
    person: str = ""
    only_failed: bool = False


def list_events(
    session: Session, asked: AuditFilter, *, by: Actor, after: int | None = None, limit: int = PAGE_ROWS
) -> Page[AuditRow]:
    """One page of the log, the newest first; `after` is the id of the last event of the page before."""
    require(by, Permission.AUDIT_VIEW)
    event = AuditEvent
    query = (
        select(
            event.id,
            event.created_at,
            func.coalesce(User.name, ""),
            func.coalesce(Organization.name, ""),
            event.action,
            event.succeeded,
            func.coalesce(event.address, ""),
            event.detail,
        )
        .outerjoin(User, User.id == event.user_id)
        .outerjoin(Organization, Organization.id == event.organization_id)
    )
    if asked.first_day:
        query = query.where(event.created_at >= asked.first_day)
    if asked.last_day:
        query = query.where(event.created_at < asked.last_day + timedelta(days=1))
    if asked.person:
        namesakes = select(User.id).where(User.name == asked.person).order_by(User.id).limit(NAMESAKES)
        query = query.where(event.user_id.in_(namesakes))
    if asked.only_failed:
        query = query.where(event.succeeded.is_(False))
    last = session.get(event, after) if after else None
    if last is not None:
        query = query.where(tuple_(event.created_at, event.id) < tuple_(literal(last.created_at), literal(last.id)))
    rows = session.execute(query.order_by(event.created_at.desc(), event.id.desc()).limit(limit + 1))
    return page_of([AuditRow(*row) for row in rows], limit, lambda row: row.id)
