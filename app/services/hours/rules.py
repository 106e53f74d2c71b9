"""The yearly minimums that hold for learners: those of the province of their employer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from models import Learner, Organization, Region, YearRule


@dataclass(frozen=True)
class Minimum:
    """What one year asks of a learner. Public and professional hours together may be less than the total."""

    total: Decimal
    public: Decimal
    professional: Decimal
    declare_from: date | None = None  # the window in which scores of the year are declared
    declare_until: date | None = None
    public_deadline: date | None = None  # by when the year's public hours are to be reached
    professional_deadline: date | None = None


def minimums_of(session: Session, learner_ids: Sequence[int]) -> dict[tuple[int, int], Minimum]:
    """The minimums by (learner, year), for every year that has a rule; one statement.

    The rule may be kept for any region above the employer's: the nearest one holds.
    """
    above = (
        select(Learner.id.label("learner_id"), Organization.region_code.label("code"), func.abs(0).label("far"))
        .join(Organization, Organization.id == Learner.employer_id)
        .where(Learner.id == func.any(list(learner_ids)))
        .cte("above", recursive=True)
    )
    region = aliased(Region)
    above = above.union_all(
        select(above.c.learner_id, region.parent_code, above.c.far + 1)
        .join(region, region.code == above.c.code)
        .where(region.parent_code.is_not(None))
    )
    rows = session.execute(
        select(above.c.learner_id, YearRule)
        .join(YearRule, YearRule.region_code == above.c.code)
        .order_by(above.c.far.desc())  # a nearer rule is read later, and so replaces a farther one
    )
    return {
        (learner_id, rule.year): Minimum(
            rule.total_hours,
            rule.public_hours,
            rule.professional_hours,
            rule.declare_from,
            rule.declare_until,
            rule.public_deadline,
            rule.professional_deadline,
        )
        for learner_id, rule in rows
    }
