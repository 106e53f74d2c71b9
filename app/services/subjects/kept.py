"""The public subjects that an HR department keeps (公需科目管理): by year, the disabled ones too."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import NotFound
from app.permissions import Actor, Permission
from app.services.guard import require
from app.services.page import PAGE_ROWS, Page, page_of
from models import Subject, SubjectType


def list_kept(
    session: Session, *, year: int | None = None, before: int | None = None, by: Actor, limit: int = PAGE_ROWS
) -> Page[Subject]:
    """One page of the department's public subjects, newest first; one statement, by its index."""
    require(by, Permission.PUBLIC_SUBJECT_MANAGE)
    query = select(Subject).where(Subject.organization_id == by.organization_id, Subject.type == SubjectType.PUBLIC)
    if year is not None:
        query = query.where(Subject.year == year)
    if before is not None:
        query = query.where(Subject.id < before)
    rows = session.scalars(query.order_by(Subject.id.desc()).limit(limit + 1)).all()
    return page_of(rows, limit, lambda row: row.id)


def find_kept(session: Session, subject_id: int, *, by: Actor) -> Subject:
    """A public subject of the department. Raises NotFound for any other."""
    require(by, Permission.PUBLIC_SUBJECT_MANAGE)
    row = session.get(Subject, subject_id)
    if row is None or row.organization_id != by.organization_id or row.type is not SubjectType.PUBLIC:
        raise NotFound()
    return row
