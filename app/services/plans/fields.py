"""What a base writes into a plan, and the rules that hold among the fields."""

from dataclasses import asdict, dataclass, replace
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.permissions import Actor
from app.plain_text import tidy
from app.services.plans.refusals import (
    EndsBeforeStart,
    OutsideYear,
    PlanNameTaken,
    SubjectNotOffered,
    SubjectOfOtherType,
    SubjectOfOtherYear,
)
from app.services.subjects.list import choosable
from models import SubjectType, TeachingMode, TrainingPlan


@dataclass(frozen=True)
class PlanFields:
    """The fields of a plan; which of them must be filled in, the form says."""

    name: str
    subject_type: SubjectType
    subject_id: int
    year: int
    people: int
    hours: Decimal
    mode: TeachingMode
    starts_on: date
    ends_on: date
    audience: str = ""
    place: str = ""
    fee: str = ""


def checked(session: Session, fields: PlanFields, *, by: Actor, plan: TrainingPlan | None = None) -> PlanFields:
    """The fields tidied, once every rule holds; raises the FieldRefusal of the first that does not.

    `plan` is the one that is changed: it may keep its own name and a subject that was disabled since.
    """
    fields = replace(
        fields,
        name=tidy(fields.name),
        audience=tidy(fields.audience),
        place=tidy(fields.place),
        fee=tidy(fields.fee),
    )
    if fields.ends_on < fields.starts_on:
        raise EndsBeforeStart(starts_on=fields.starts_on)
    if fields.starts_on.year != fields.year or fields.ends_on.year != fields.year:
        raise OutsideYear(year=fields.year)
    _check_subject(session, fields, by, plan)
    _refuse_second(session, fields, by, plan)
    return fields


def fill(plan: TrainingPlan, fields: PlanFields) -> None:
    """Write checked fields into a plan."""
    for name, value in asdict(fields).items():
        if name != "subject_type":
            setattr(plan, name, value)


def _check_subject(session: Session, fields: PlanFields, by: Actor, plan: TrainingPlan | None) -> None:
    offered = choosable(session, by=by, keep=plan.subject_id if plan else None)
    subject = next((one for one in offered if one.id == fields.subject_id), None)
    if subject is None:
        raise SubjectNotOffered()
    if subject.type is not fields.subject_type:
        raise SubjectOfOtherType(subject=subject.name, type=fields.subject_type.label)
    if subject.type is SubjectType.PUBLIC and subject.year != fields.year:
        raise SubjectOfOtherYear(subject=subject.name, subject_year=subject.year, year=fields.year)


def _refuse_second(session: Session, fields: PlanFields, by: Actor, plan: TrainingPlan | None) -> None:
    same = select(TrainingPlan.id).where(
        TrainingPlan.base_id == by.organization_id,
        TrainingPlan.year == fields.year,
        TrainingPlan.name == fields.name,
    )
    other = session.scalar(same)
    if other is not None and (plan is None or other != plan.id):
        raise PlanNameTaken(name=fields.name, year=fields.year)
