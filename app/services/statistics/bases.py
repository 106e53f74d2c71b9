"""Statistics of a base: its own classes, people and hours by year and type of subject."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import NotPermitted
from app.permissions import BASE, Actor, Permission
from app.services.guard import require
from app.services.statistics.figures import COUNTS, Figures, Line
from models import ScoreSummary, SummaryType

ORDER = {SummaryType.PUBLIC: 0, SummaryType.PROFESSIONAL: 1, SummaryType.ALL: 2}


def own_figures(session: Session, *, by: Actor) -> list[Line]:
    """One line a year and type, newest year first, the year's total last; `key` is (year, type)."""
    require(by, Permission.STATISTICS_VIEW)
    if by.kind != BASE:
        raise NotPermitted()
    rows = session.scalars(select(ScoreSummary).where(ScoreSummary.organization_id == by.organization_id)).all()
    return [
        Line((row.credit_year, row.subject_type), f"{row.credit_year}年", _figures(row), row.subject_type.label)
        for row in sorted(rows, key=lambda row: (-row.credit_year, ORDER[row.subject_type]))
    ]


def totals(lines: list[Line]) -> list[Line]:
    """The years' totals, the oldest first: what the chart shows."""
    return [line for line in reversed(lines) if line.key[1] is SummaryType.ALL]


def _figures(row: ScoreSummary) -> Figures:
    return Figures(**{name: getattr(row, name) for name in (*COUNTS, "hours")})
