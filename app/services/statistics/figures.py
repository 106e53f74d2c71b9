"""Figures as pages, charts and exports show them, and the sums in SQL that they come from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Integer, cast, func, select
from sqlalchemy.orm import Session

from models import ScoreSummary


@dataclass(frozen=True)
class Figures:
    """What was counted of some organisations in one year."""

    registered: int = 0
    reached: int = 0
    people: int = 0
    classes: int = 0
    entered: int = 0
    in_review: int = 0
    qualified: int = 0
    rejected: int = 0
    revoked: int = 0
    hours: Decimal = Decimal(0)

    @property
    def declared(self) -> int:
        """Score rows that were declared, whatever became of them."""
        return self.in_review + self.qualified + self.rejected + self.revoked

    @property
    def pass_rate(self) -> Decimal | None:
        """Qualified ones in a hundred decided ones; None where nothing is decided."""
        return _percent(self.qualified, self.qualified + self.rejected + self.revoked)

    @property
    def reach_rate(self) -> Decimal | None:
        """People who reached the standard in a hundred registered ones."""
        return _percent(self.reached, self.registered)


COUNTS = ("registered", "reached", "people", "classes", "entered", "in_review", "qualified", "rejected", "revoked")


@dataclass(frozen=True)
class Line:
    """A row of a statistics table; `key` is a region's code, an organisation's id or a year."""

    key: Any
    label: str
    figures: Figures
    note: str = ""
    leads_on: bool = False


def sums() -> list[ColumnElement[Any]]:
    """The columns that `figures_of` reads, summed over rows of the summary."""
    counts: list[ColumnElement[Any]] = [
        cast(func.coalesce(func.sum(getattr(ScoreSummary, name)), 0), Integer).label(name) for name in COUNTS
    ]
    return [*counts, func.coalesce(func.sum(ScoreSummary.hours), 0).label("hours")]


def figures_of(row: Any) -> Figures:
    """Make figures of a row with the columns of `sums`."""
    return Figures(**{name: getattr(row, name) for name in (*COUNTS, "hours")})


def refreshed_at(session: Session) -> datetime | None:
    """Since when the figures are as they are; None: nothing was counted yet."""
    newest = select(ScoreSummary.refreshed_at).order_by(ScoreSummary.credit_year.desc()).limit(1)
    return session.scalar(newest)


def years_counted(session: Session) -> list[int]:
    """The years that there are figures of, newest first, by a loose walk over the index."""
    first = select(func.max(ScoreSummary.credit_year).label("year")).cte("years", recursive=True)
    before = (
        select(func.max(ScoreSummary.credit_year)).where(ScoreSummary.credit_year < first.c.year).scalar_subquery()
    )
    walk = first.union_all(select(before).where(first.c.year.is_not(None)))
    return [year for year in session.scalars(select(walk.c.year)) if year is not None]


def states_chart(lines: Sequence[Line]) -> dict[str, Any]:
    """Score rows by what became of them, as stacked bars; in the order of the chart's colours, good is green."""
    return {
        "categories": [line.label for line in lines],
        "series": [
            {"name": "待申报", "values": [line.figures.entered for line in lines]},
            {"name": "审核中", "values": [line.figures.in_review for line in lines]},
            {"name": "合格", "values": [line.figures.qualified for line in lines]},
            {"name": "不予通过", "values": [line.figures.rejected for line in lines]},
            {"name": "审验不通过", "values": [line.figures.revoked for line in lines]},
        ],
        "unit": "条",
        "stacked": True,
    }


def reached_chart(lines: Sequence[Line]) -> dict[str, Any]:
    """People who reached the standard, and those who have not, as stacked bars."""
    return {
        "categories": [line.label for line in lines],
        "series": [
            {"name": "已达标", "values": [line.figures.reached for line in lines]},
            {"name": "未达标", "values": [line.figures.registered - line.figures.reached for line in lines]},
        ],
        "unit": "人",
        "stacked": True,
    }


def _percent(part: int, whole: int) -> Decimal | None:
    return (Decimal(100 * part) / whole).quantize(Decimal("0.1")) if whole else None
