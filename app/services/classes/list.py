"""The classes of a base, and the plans on which it may hold further ones."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import Session

from app.errors import NotFound
from app.permissions import Actor, Permission
from app.plain_text import tidy
from app.services.classes.rules import pass_mark_of
from app.services.guard import require
from app.services.page import Page, page_of
from models import PlanState, Score, ScoreState, Subject, SubjectType, TrainingClass, TrainingPlan

PASS_MARK = Decimal(60)  # 合格线 where the year has no rule yet


@dataclass(frozen=True)
class ClassRow:
    """A class as its base sees it; one that was held before there were plans has none."""

    id: int
    name: str
    plan_id: int | None
    plan_name: str | None
    subject_name: str
    subject_type: SubjectType
    starts_on: date
    ends_on: date
    place: str
    hours: Decimal
    training_year: int
    credit_year: int
    pass_mark: Decimal
    scores: int
    has_declared: bool

    @property
    def is_changeable(self) -> bool:
        """Whether it may be edited: it has a plan, and none of its scores is declared."""
        return self.plan_id is not None and not self.has_declared


@dataclass(frozen=True)
class EffectivePlan:
    """A plan on which classes may be held, and what it allows."""

    id: int
    name: str
    subject_name: str
    subject_type: SubjectType
    year: int
    hours: Decimal
    people: int
    starts_on: date
    ends_on: date
    place: str
    classes: int


def list_classes(
    session: Session,
    *,
    by: Actor,
    text: str = "",
    year: int | None = None,
    before: int | None = None,
    limit: int = 50,
) -> Page[ClassRow]:
    """The base's classes, newest first; one statement. `year` is the training year."""
    require(by, Permission.CLASS_VIEW)
    query = _rows(by)
    if text:
        query = query.where(TrainingClass.name.icontains(tidy(text), autoescape=True))
    if year is not None:
        query = query.where(TrainingClass.training_year == year)
    if before is not None:
        query = query.where(TrainingClass.id < before)
    rows = session.execute(query.order_by(TrainingClass.id.desc()).limit(limit + 1))
    return page_of([ClassRow(**row._mapping) for row in rows], limit, lambda row: row.id)


def find_class(session: Session, class_id: int, *, by: Actor) -> ClassRow:
    """One class of the actor's base. Raises NotFound."""
    require(by, Permission.CLASS_VIEW)
    row = session.execute(_rows(by).where(TrainingClass.id == class_id)).one_or_none()
    if row is None:
        raise NotFound()
    return ClassRow(**row._mapping)


def effective_plans(session: Session, *, by: Actor) -> list[EffectivePlan]:
    """The approved plans of the base whose subject is not disabled, the newest year first."""
    require(by, Permission.CLASS_VIEW)
    query = _plans(by).where(TrainingPlan.state == PlanState.APPROVED, Subject.is_enabled)
    rows = session.execute(query.order_by(TrainingPlan.year.desc(), TrainingPlan.id.desc()).limit(500))
    return [EffectivePlan(**row._mapping) for row in rows]


def find_plan(session: Session, plan_id: int, *, by: Actor) -> EffectivePlan:
    """The plan of a class of the base, whatever became of it. Raises NotFound."""
    require(by, Permission.CLASS_VIEW)
    row = session.execute(_plans(by).where(TrainingPlan.id == plan_id)).one_or_none()
    if row is None:
        raise NotFound()
    return EffectivePlan(**row._mapping)


def defaults_of(session: Session, plan: EffectivePlan, *, by: Actor) -> dict[str, Any]:
    """What the form of a new class begins with: from its plan, and the pass mark from the rule of its year."""
    require(by, Permission.CLASS_VIEW)
    pass_mark = pass_mark_of(session, by.organization_id, plan.year)
    return {
        "hours": plan.hours,
        "place": plan.place,
        "credit_year": plan.year,
        "pass_mark": PASS_MARK if pass_mark is None else pass_mark,
    }


def _plans(by: Actor) -> Select[*tuple[Any, ...]]:
    plan = TrainingPlan
    classes = select(func.count()).where(TrainingClass.plan_id == plan.id).correlate(plan)
    return (
        select(
            plan.id, plan.name, Subject.name.label("subject_name"), Subject.type.label("subject_type"), plan.year,
            plan.hours, plan.people, plan.starts_on, plan.ends_on, plan.place,
            classes.scalar_subquery().label("classes"),
        )
        .join(Subject, Subject.id == plan.subject_id)
        .where(plan.base_id == by.organization_id)
    )  # fmt: skip


def _rows(by: Actor) -> Select[*tuple[Any, ...]]:
    row = TrainingClass
    scores = select(func.count()).where(Score.class_id == row.id).correlate(row)
    declared = select(Score.id).where(Score.class_id == row.id, Score.state != ScoreState.ENTERED)
    return (
        select(
            row.id, row.name, row.plan_id, TrainingPlan.name.label("plan_name"),
            Subject.name.label("subject_name"), Subject.type.label("subject_type"), row.starts_on, row.ends_on,
            row.place, row.hours, row.training_year, row.credit_year, row.pass_mark,
            scores.scalar_subquery().label("scores"),
            exists(declared.correlate(row)).label("has_declared"),
        )
        .join(Subject, Subject.id == row.subject_id)
        .outerjoin(TrainingPlan, TrainingPlan.id == row.plan_id)
        .where(row.base_id == by.organization_id)
    )  # fmt: skip
