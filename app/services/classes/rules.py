"""The rules of a class: within its plan, and no more hours a day than the year allows."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from app.services.classes.refusals import (
    ClassEndsBeforeStart,
    CreditYearOutsidePlan,
    MoreHoursThanDays,
    MoreHoursThanPlanned,
    OutsidePlan,
)
from models import Organization, Region, TrainingPlan, YearRule


@dataclass(frozen=True)
class ClassFields:
    """What a base says of a class; the subject and the training year are the plan's."""

    name: str
    starts_on: date
    ends_on: date
    place: str
    hours: Decimal
    credit_year: int
    pass_mark: Decimal


def check(session: Session, fields: ClassFields, plan: TrainingPlan) -> None:
    """Raise the FieldRefusal of the first rule that does not hold."""
    if fields.ends_on < fields.starts_on:
        raise ClassEndsBeforeStart(starts_on=fields.starts_on)
    if fields.starts_on < plan.starts_on or fields.ends_on > plan.ends_on:
        raise OutsidePlan(starts_on=plan.starts_on, ends_on=plan.ends_on)
    if fields.hours > plan.hours:
        raise MoreHoursThanPlanned(hours=fields.hours, planned=plan.hours)
    if fields.credit_year not in (plan.year, plan.year - 1):
        raise CreditYearOutsidePlan(year=plan.year, before=plan.year - 1)
    check_hours_a_day(session, fields, plan)


def check_hours_a_day(session: Session, fields: ClassFields, plan: TrainingPlan) -> None:
    """Hours are at most days x the year's cap (每天申报不超8学时). Raises MoreHoursThanDays."""
    per_day = hours_per_day(session, plan.base_id, plan.year)
    days = (fields.ends_on - fields.starts_on).days + 1
    if per_day is not None and fields.hours > days * per_day:
        raise MoreHoursThanDays(hours=fields.hours, days=days, per_day=per_day, most=days * per_day)


def hours_per_day(session: Session, organization_id: int, year: int) -> Decimal | None:
    """The cap of a year where the organisation is; None without a rule."""
    return _of_nearest_rule(session, organization_id, year, YearRule.hours_per_day)


def pass_mark_of(session: Session, organization_id: int, year: int) -> Decimal | None:
    """The pass mark (合格线) of a year where the organisation is; None without a rule."""
    return _of_nearest_rule(session, organization_id, year, YearRule.pass_mark)


def _of_nearest_rule(
    session: Session, organization_id: int, year: int, figure: InstrumentedAttribute[Decimal]
) -> Decimal | None:
    """A figure of a year's rule: that of the nearest region above the organisation."""
    above = (
        select(Organization.region_code.label("code"), func.abs(0).label("far"))
        .where(Organization.id == organization_id)
        .cte("above", recursive=True)
    )
    region = aliased(Region)
    above = above.union_all(
        select(region.parent_code, above.c.far + 1)
        .join(region, region.code == above.c.code)
        .where(region.parent_code.is_not(None))
    )
    return session.scalar(
        select(figure)
        .join(above, above.c.code == YearRule.region_code)
        .where(YearRule.year == year)
        .order_by(above.c.far)
        .limit(1)
    )
