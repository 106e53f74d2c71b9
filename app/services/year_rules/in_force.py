"""The rules that hold for an organisation: for each year that of the nearest region at or above its own."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, literal, select
from sqlalchemy.orm import Session

from models import Organization, Region, YearRule


def rules_in_force(session: Session, organization_id: int, years: Sequence[int]) -> dict[int, YearRule]:
    """The rules by year; a year without one is left out. One statement."""
    own = select(Organization.region_code).where(Organization.id == organization_id).scalar_subquery()
    up = select(Region.code, Region.parent_code, literal(0).label("far")).where(Region.code == own)
    above: Any = up.cte("above", recursive=True)
    above = above.union_all(
        select(Region.code, Region.parent_code, above.c.far + 1).join(above, Region.code == above.c.parent_code)
    )
    rules = (
        select(YearRule)
        .join(above, above.c.code == YearRule.region_code)
        .where(YearRule.year == func.any(list(years)))
        .order_by(above.c.far.desc())  # a nearer rule is read later, and so replaces a farther one
    )
    return {rule.year: rule for rule in session.scalars(rules)}
