"""Adding, changing and disabling subjects: a base its professional ones, an HR department the public ones."""

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import FieldRefusal, NotFound, NotPermitted
from app.permissions import BASE, HR, Actor, Permission
from app.plain_text import tidy
from app.services.approvals.locking import confirm
from app.services.audit import record
from models import Organization, Subject, SubjectType


class SubjectNameTaken(FieldRefusal):
    """本单位{year}年度已有名为“{name}”的{kind}，请换一个名称或编辑原有科目。"""

    field: ClassVar[str] = "name"


@dataclass(frozen=True)
class SubjectFields:
    """What its keeper says of a subject."""

    name: str
    year: int
    hours: Decimal
    summary: str = ""


KEEPERS = {
    BASE: (Permission.SUBJECT_EDIT, SubjectType.PROFESSIONAL),
    HR: (Permission.PUBLIC_SUBJECT_MANAGE, SubjectType.PUBLIC),
}
"""Kinds of organisation that keep subjects: what a member needs, and the type they keep."""


def add_subject(session: Session, fields: SubjectFields, *, by: Actor) -> Subject:
    """Add a subject of the type that the actor's organisation keeps. Raises SubjectNameTaken."""
    by, kind = _confirm(session, by)
    _hold(session, by)
    _refuse_second(session, fields, kind, by=by)
    subject = Subject(type=kind, name=tidy(fields.name), organization_id=by.organization_id)
    _fill(subject, fields)
    session.add(subject)
    session.flush()
    record(session, by=by, action="subject:add", subject=subject.id, name=subject.name)
    return subject


def edit_subject(session: Session, subject_id: int, fields: SubjectFields, *, by: Actor) -> Subject:
    """Change a subject of the actor's organisation. Raises NotFound, SubjectNameTaken."""
    by, kind = _confirm(session, by)
    _hold(session, by)
    subject = _lock(session, subject_id, kind, by=by)
    _refuse_second(session, fields, kind, by=by, own_id=subject_id)
    before = subject.name
    _fill(subject, fields)
    session.flush()
    record(session, by=by, action="subject:edit", subject=subject.id, before=before, after=subject.name)
    return subject


def enable_subject(session: Session, subject_id: int, *, enabled: bool, by: Actor) -> Subject:
    """Disable a subject, or enable it again; plans and classes that have it keep it. Raises NotFound."""
    by, kind = _confirm(session, by)
    subject = _lock(session, subject_id, kind, by=by)
    subject.is_enabled = enabled
    session.flush()
    record(session, by=by, action="subject:enable" if enabled else "subject:disable", subject=subject.id)
    return subject


def _confirm(session: Session, by: Actor) -> tuple[Actor, SubjectType]:
    if by.kind not in KEEPERS:
        raise NotPermitted()
    permission, kind = KEEPERS[by.kind]
    return confirm(session, by, permission), kind


def _hold(session: Session, by: Actor) -> None:
    """One at a time in an organisation, so that no name is given twice."""
    session.execute(
        select(Organization.id).where(Organization.id == by.organization_id).with_for_update(key_share=True)
    )


def _lock(session: Session, subject_id: int, kind: SubjectType, *, by: Actor) -> Subject:
    subject = session.scalars(
        select(Subject).where(Subject.id == subject_id).with_for_update().execution_options(populate_existing=True)
    ).one_or_none()
    if subject is None or subject.organization_id != by.organization_id or subject.type is not kind:
        raise NotFound()
    return subject


def _refuse_second(
    session: Session, fields: SubjectFields, kind: SubjectType, *, by: Actor, own_id: int | None = None
) -> None:
    name = tidy(fields.name)
    others = select(Subject.id).where(
        Subject.organization_id == by.organization_id, Subject.name == name, Subject.year == fields.year
    )
    if own_id is not None:
        others = others.where(Subject.id != own_id)
    if session.scalar(others.limit(1)) is not None:
        raise SubjectNameTaken(name=name, year=fields.year, kind=kind.label)


def _fill(subject: Subject, fields: SubjectFields) -> None:
    subject.name, subject.year = tidy(fields.name), fields.year
    subject.hours, subject.summary = fields.hours, fields.summary.strip()
