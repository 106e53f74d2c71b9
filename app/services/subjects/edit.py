"""Adding, changing and disabling the professional subjects of a base (专业科目管理)."""

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import FieldRefusal, NotFound
from app.permissions import Actor, Permission
from app.plain_text import tidy
from app.services.approvals.locking import confirm
from app.services.audit import record
from models import Organization, Subject, SubjectType


class SubjectNameTaken(FieldRefusal):
    """本基地{year}年度已有名为“{name}”的专业科目，请换一个名称或编辑原有科目。"""

    field: ClassVar[str] = "name"


@dataclass(frozen=True)
class SubjectFields:
    """What a base says of a subject of its own."""

    name: str
    year: int
    hours: Decimal
    summary: str = ""


def add_subject(session: Session, fields: SubjectFields, *, by: Actor) -> Subject:
    """Add a professional subject. Raises SubjectNameTaken."""
    by = confirm(session, by, Permission.SUBJECT_EDIT)
    _hold(session, by)
    _refuse_second(session, fields, None, by=by)
    subject = Subject(type=SubjectType.PROFESSIONAL, name=tidy(fields.name), organization_id=by.organization_id)
    _fill(subject, fields)
    session.add(subject)
    session.flush()
    record(session, by=by, action="subject:add", subject=subject.id, name=subject.name)
    return subject


def edit_subject(session: Session, subject_id: int, fields: SubjectFields, *, by: Actor) -> Subject:
    """Change a subject of the actor's base. Raises NotFound, SubjectNameTaken."""
    by = confirm(session, by, Permission.SUBJECT_EDIT)
    _hold(session, by)
    subject = _lock(session, subject_id, by=by)
    _refuse_second(session, fields, subject_id, by=by)
    before = subject.name
    _fill(subject, fields)
    session.flush()
    record(session, by=by, action="subject:edit", subject=subject.id, before=before, after=subject.name)
    return subject


def enable_subject(session: Session, subject_id: int, *, enabled: bool, by: Actor) -> Subject:
    """Disable a subject, or enable it again; plans and classes that have it keep it. Raises NotFound."""
    by = confirm(session, by, Permission.SUBJECT_EDIT)
    subject = _lock(session, subject_id, by=by)
    subject.is_enabled = enabled
    session.flush()
    record(session, by=by, action="subject:enable" if enabled else "subject:disable", subject=subject.id)
    return subject


def _hold(session: Session, by: Actor) -> None:
    """One at a time in a base, so that no name is given twice."""
    session.execute(
        select(Organization.id).where(Organization.id == by.organization_id).with_for_update(key_share=True)
    )


def _lock(session: Session, subject_id: int, *, by: Actor) -> Subject:
    subject = session.scalars(
        select(Subject).where(Subject.id == subject_id).with_for_update().execution_options(populate_existing=True)
    ).one_or_none()
    if subject is None or subject.organization_id != by.organization_id:
        raise NotFound()
    return subject


def _refuse_second(session: Session, fields: SubjectFields, own_id: int | None, *, by: Actor) -> None:
    name = tidy(fields.name)
    others = select(Subject.id).where(
        Subject.organization_id == by.organization_id, Subject.name == name, Subject.year == fields.year
    )
    if own_id is not None:
        others = others.where(Subject.id != own_id)
    if session.scalar(others.limit(1)) is not None:
        raise SubjectNameTaken(name=name, year=fields.year)


def _fill(subject: Subject, fields: SubjectFields) -> None:
    subject.name, subject.year = tidy(fields.name), fields.year
    subject.hours, subject.summary = fields.hours, fields.summary.strip()
