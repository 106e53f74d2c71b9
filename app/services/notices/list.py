"""The notices that everybody reads, and those of one HR department for whoever manages them."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, literal, select, tuple_
from sqlalchemy.orm import Session

from app.errors import NotFound
from app.permissions import Actor, Permission
from app.services.guard import require
from app.services.page import PAGE_ROWS, Page, page_of
from models import Notice, Organization

BLANK_LINES = re.compile(r"\n\s*\n")


@dataclass(frozen=True)
class NoticeRow:
    """A notice and who published it."""

    id: int
    title: str
    body: str
    is_pinned: bool
    published_at: datetime
    withdrawn_at: datetime | None
    organization_name: str

    @property
    def paragraphs(self) -> list[str]:
        """The text, cut at its blank lines."""
        return BLANK_LINES.split(self.body)


def list_public(session: Session, *, after: int | None = None, limit: int = PAGE_ROWS) -> Page[NoticeRow]:
    """One page of the notices that are not withdrawn: pinned ones first, then the newest."""
    query = _rows().where(Notice.withdrawn_at.is_(None)).order_by(Notice.is_pinned.desc(), Notice.id.desc())
    last = session.get(Notice, after) if after else None
    if last is not None:
        query = query.where(tuple_(Notice.is_pinned, Notice.id) < tuple_(literal(last.is_pinned), literal(last.id)))
    return page_of(_all(session, query.limit(limit + 1)), limit, lambda row: row.id)


def find_public(session: Session, notice_id: int) -> NoticeRow:
    """A notice for everybody to read; raises NotFound for one that was withdrawn."""
    found = _all(session, _rows().where(Notice.id == notice_id, Notice.withdrawn_at.is_(None)))
    if not found:
        raise NotFound()
    return found[0]


def list_own(session: Session, *, by: Actor, after: int | None = None, limit: int = PAGE_ROWS) -> Page[NoticeRow]:
    """One page of the notices of the actor's department, withdrawn ones too, newest first."""
    require(by, Permission.NOTICE_MANAGE)
    query = _rows().where(Notice.organization_id == by.organization_id).order_by(Notice.id.desc())
    if after:
        query = query.where(Notice.id < after)
    return page_of(_all(session, query.limit(limit + 1)), limit, lambda row: row.id)


def find_own(session: Session, notice_id: int, *, by: Actor) -> NoticeRow:
    """A notice of the actor's department; raises NotFound for any other."""
    require(by, Permission.NOTICE_MANAGE)
    own = Notice.organization_id == by.organization_id
    found = _all(session, _rows().where(Notice.id == notice_id, own))
    if not found:
        raise NotFound()
    return found[0]


def _rows() -> Select[*tuple[Any, ...]]:
    return select(
        Notice.id,
        Notice.title,
        Notice.body,
        Notice.is_pinned,
        Notice.published_at,
        Notice.withdrawn_at,
        Organization.name.label("organization_name"),
    ).join(Organization, Organization.id == Notice.organization_id)


def _all(session: Session, query: Select[*tuple[Any, ...]]) -> list[NoticeRow]:
    return [NoticeRow(**row._mapping) for row in session.execute(query)]
