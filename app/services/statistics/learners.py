"""How far an employer's people are in one year: counted from the scores themselves, not from the summary."""

import enum
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, literal, select, true
from sqlalchemy.orm import Session

from app import resident_id
from app.errors import NotPermitted
from app.permissions import EMPLOYER, Actor, Permission
from app.sealing import sealer
from app.services.guard import require
from app.services.page import PAGE_ROWS, Page, page_of
from app.services.year_rules.in_force import rules_in_force
from models import (
    Learner,
    Score,
    ScoreState,
    Subject,
    SubjectType,
    TrainingClass,
    User,
)

NONE = Decimal("0.0")


class Progress(enum.StrEnum):
    """What the list is filtered by."""

    MISSING = "missing"
    REACHED = "reached"

    @property
    def label(self) -> str:
        """As users know it."""
        return {"missing": "未达标", "reached": "已达标"}[self.value]


@dataclass(frozen=True)
class Standard:
    """What the year asks for."""

    total: Decimal
    public: Decimal
    professional: Decimal


@dataclass(frozen=True)
class LearnerLine:
    """One learner in one year; without a standard nothing is missing and nothing reached."""

    id: int
    name: str
    masked_id: str
    public: Decimal
    professional: Decimal
    pending: Decimal
    standard: Standard | None

    @property
    def total(self) -> Decimal:
        """Hours of both types."""
        return self.public + self.professional

    @property
    def missing_public(self) -> Decimal:
        """Public hours still to come."""
        return max(NONE, self.standard.public - self.public) if self.standard else NONE

    @property
    def missing_professional(self) -> Decimal:
        """Professional hours still to come."""
        return max(NONE, self.standard.professional - self.professional) if self.standard else NONE

    @property
    def missing(self) -> Decimal:
        """Hours still to come: enough for the total and for each type."""
        if self.standard is None:
            return NONE
        return max(NONE, self.standard.total - self.total, self.missing_public + self.missing_professional)

    @property
    def is_reached(self) -> bool:
        """Whether the standard is reached."""
        return self.standard is not None and self.missing == 0


@dataclass(frozen=True)
class Completion:
    """How many people of the employer there are, and how many of them reached the standard."""

    registered: int
    reached: int

    @property
    def missing(self) -> int:
        """Those who have not."""
        return self.registered - self.reached


def standard_of(session: Session, year: int, *, by: Actor) -> Standard | None:
    """The year's rule of the nearest region at or above the employer's; None: not published yet."""
    rule = rules_in_force(session, by.organization_id, [year]).get(year)
    return Standard(rule.total_hours, rule.public_hours, rule.professional_hours) if rule else None


def count_learners(session: Session, year: int, *, by: Actor) -> Completion:
    """Count the people of the actor's employer; two statements."""
    _require_employer(by)
    standard = standard_of(session, year, by=by)
    query = _earned(year, by)
    hours = query.subquery()
    reached = _is_reached(hours.c, standard) if standard else literal(False)
    row = session.execute(select(func.count(), func.count().filter(reached)).select_from(hours)).one()
    return Completion(*row)


def list_learners(
    session: Session,
    year: int,
    *,
    by: Actor,
    progress: Progress | None = None,
    text: str = "",
    after: int | None = None,
    limit: int = PAGE_ROWS,
) -> Page[LearnerLine]:
    """One page of the employer's people in the order of their ids; two statements."""
    _require_employer(by)
    standard = standard_of(session, year, by=by)
    earned = _earned(year, by)
    if text:
        earned = earned.where(Learner.name.contains(text, autoescape=True))
    hours = earned.where(Learner.id > (after or 0)).subquery()
    query = select(hours, User.resident_id_sealed).join(User, User.id == hours.c.user_id)
    if progress is not None:
        reached = _is_reached(hours.c, standard) if standard else literal(False)
        query = query.where(reached if progress is Progress.REACHED else ~reached)
    rows = session.execute(query.order_by(hours.c.id).limit(limit + 1))
    return page_of([_line(row, standard) for row in rows], limit, lambda line: line.id)


def _require_employer(by: Actor) -> None:
    require(by, Permission.STATISTICS_VIEW)
    if by.kind != EMPLOYER:
        raise NotPermitted()


def _earned(year: int, by: Actor) -> Select[*tuple[Any, ...]]:
    """The employer's learners with their hours of the year, each by ix_score_learner_id_id."""
    hours, qualified = TrainingClass.hours, Score.state == ScoreState.QUALIFIED
    summed = (
        select(
            _sum(hours, and_(qualified, Subject.type == SubjectType.PUBLIC)).label("public"),
            _sum(hours, and_(qualified, Subject.type == SubjectType.PROFESSIONAL)).label("professional"),
            _sum(hours, Score.state == ScoreState.DECLARED).label("pending"),
        )
        .join(TrainingClass, TrainingClass.id == Score.class_id)
        .join(Subject, Subject.id == TrainingClass.subject_id)
        .where(Score.learner_id == Learner.id, TrainingClass.credit_year == year)
        .correlate(Learner)
        .lateral("summed")
    )
    return (
        select(Learner.id, Learner.name, Learner.user_id, summed.c.public, summed.c.professional, summed.c.pending)
        .join(summed, true())
        .where(Learner.employer_id == by.organization_id, Learner.is_enabled)
    )


def _sum(hours: Any, which: ColumnElement[bool]) -> ColumnElement[Any]:
    return func.coalesce(func.sum(hours).filter(which), 0)


def _is_reached(hours: Any, standard: Standard) -> ColumnElement[bool]:
    return and_(
        hours.public + hours.professional >= standard.total,
        hours.public >= standard.public,
        hours.professional >= standard.professional,
    )


def _line(row: Any, standard: Standard | None) -> LearnerLine:
    masked = resident_id.mask(sealer().unseal(row.resident_id_sealed))
    return LearnerLine(row.id, row.name, masked, row.public, row.professional, row.pending, standard)
