"""The subjects of a base: its own, the public ones of the HR departments above it, and what may be chosen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from app.errors import NotFound
from app.permissions import Actor, Permission
from app.services.guard import require
from models import Organization, Subject, SubjectType, TrainingClass, TrainingPlan


@dataclass(frozen=True)
class SubjectRow:
    """A subject, who keeps it, and how many of the base's plans and classes are on it."""

    id: int
    type: SubjectType
    name: str
    year: int | None
    hours: Decimal | None
    summary: str
    is_enabled: bool
    created_at: datetime
    keeper: str
    plans: int
    classes: int


def list_own(session: Session, *, by: Actor) -> list[SubjectRow]:
    """The base's professional subjects, newest first, the disabled ones too."""
    require(by, Permission.SUBJECT_VIEW)
    return _read(session, _rows(by).where(_is_own(by)).order_by(Subject.id.desc()))


def list_public(session: Session, *, year: int | None, by: Actor) -> list[SubjectRow]:
    """The public subjects that the HR departments above the base keep, by year; to read only."""
    require(by, Permission.SUBJECT_VIEW)
    query = _rows(by).where(_is_public_for(by)).order_by(Subject.year.desc(), Subject.id)
    return _read(session, query if year is None else query.where(Subject.year == year))


def find_own(session: Session, subject_id: int, *, by: Actor) -> SubjectRow:
    """A professional subject of the base. Raises NotFound."""
    require(by, Permission.SUBJECT_VIEW)
    found = _read(session, _rows(by).where(_is_own(by), Subject.id == subject_id))
    if not found:
        raise NotFound()
    return found[0]


def choosable(session: Session, *, by: Actor, keep: int | None = None) -> Sequence[Subject]:
    """The subjects for a plan: enabled ones, own and public, and `keep`, which the plan has already."""
    meant = and_(Subject.is_enabled, or_(_is_own(by), _is_public_for(by)))
    if keep is not None:
        meant = or_(meant, Subject.id == keep)
    order = (Subject.type.desc(), Subject.year.desc().nulls_last(), Subject.name)
    return session.scalars(select(Subject).where(meant).order_by(*order)).all()


def _is_own(by: Actor) -> ColumnElement[bool]:
    return and_(Subject.organization_id == by.organization_id, Subject.type == SubjectType.PROFESSIONAL)


def _is_public_for(by: Actor) -> ColumnElement[bool]:
    """Kept by the base's HR department or one above that."""
    above = select(Organization.hr_id.label("id")).where(Organization.id == by.organization_id).cte(recursive=True)
    upper = aliased(Organization)
    above = above.union_all(
        select(upper.superior_id).join(above, above.c.id == upper.id).where(upper.superior_id.is_not(None))
    )
    return and_(Subject.type == SubjectType.PUBLIC, Subject.organization_id.in_(select(above.c.id)))


def _rows(by: Actor) -> Select[*tuple[Any, ...]]:
    plans = select(func.count()).where(
        TrainingPlan.subject_id == Subject.id, TrainingPlan.base_id == by.organization_id
    )
    classes = select(func.count()).where(
        TrainingClass.subject_id == Subject.id, TrainingClass.base_id == by.organization_id
    )
    return select(
        Subject.id,
        Subject.type,
        Subject.name,
        Subject.year,
        Subject.hours,
        Subject.summary,
        Subject.is_enabled,
        Subject.created_at,
        Organization.name.label("keeper"),
        plans.correlate(Subject).scalar_subquery().label("plans"),
        classes.correlate(Subject).scalar_subquery().label("classes"),
    ).join(Organization, Organization.id == Subject.organization_id)


def _read(session: Session, query: Select[*tuple[Any, ...]]) -> list[SubjectRow]:
    return [SubjectRow(**row._mapping) for row in session.execute(query)]
