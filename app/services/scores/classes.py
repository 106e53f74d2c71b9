"""The training classes of a base, as those who enter scores choose them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from app.errors import NotFound
from app.permissions import Actor, Permission
from app.services.guard import require
from models import Subject, SubjectType, TrainingClass

CHOICES = 50


@dataclass(frozen=True)
class ClassFacts:
    """What one has to know of a class before entering its scores."""

    id: int
    name: str
    subject_name: str
    subject_type: SubjectType
    starts_on: date
    ends_on: date
    place: str
    hours: Decimal
    training_year: int
    credit_year: int
    pass_mark: Decimal


@dataclass(frozen=True)
class Years:
    """The years that a base's classes have, newest first: what the filters offer."""

    training: Sequence[int]
    credit: Sequence[int]


def find_class(session: Session, class_id: int, *, by: Actor) -> ClassFacts:
    """The facts of a class of the actor's base. Raises NotFound for any other class."""
    require(by, Permission.SCORE_VIEW)
    row = session.execute(_facts(by).where(TrainingClass.id == class_id)).one_or_none()
    if row is None:
        raise NotFound()
    return ClassFacts(**row._mapping)


def search_classes(session: Session, text: str, *, by: Actor, limit: int = CHOICES) -> list[ClassFacts]:
    """The base's classes whose name holds `text`, newest first; at most `limit`."""
    require(by, Permission.SCORE_VIEW)
    query = _facts(by).order_by(TrainingClass.training_year.desc(), TrainingClass.id.desc()).limit(limit)
    if text:
        query = query.where(TrainingClass.name.icontains(text, autoescape=True))
    return [ClassFacts(**row._mapping) for row in session.execute(query)]


def years_of(session: Session, *, by: Actor) -> Years:
    """The training and credited years of the base's classes."""
    require(by, Permission.SCORE_VIEW)
    row = session.execute(
        select(
            func.array_agg(TrainingClass.training_year.distinct()),
            func.array_agg(TrainingClass.credit_year.distinct()),
        ).where(TrainingClass.base_id == by.organization_id)
    ).one()
    return Years(*(sorted(years or (), reverse=True) for years in row))


def _facts(by: Actor) -> Select[*tuple[object, ...]]:
    return (
        select(
            TrainingClass.id,
            TrainingClass.name,
            Subject.name.label("subject_name"),
            Subject.type.label("subject_type"),
            TrainingClass.starts_on,
            TrainingClass.ends_on,
            TrainingClass.place,
            TrainingClass.hours,
            TrainingClass.training_year,
            TrainingClass.credit_year,
            TrainingClass.pass_mark,
        )
        .join(Subject, Subject.id == TrainingClass.subject_id)
        .where(TrainingClass.base_id == by.organization_id)
    )
