"""The page of a learner: years, newest first, and the scores of one of them or of all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from app.permissions import Actor
from app.services.hours.hours import Hours, hours_of
from app.services.hours.scores import LearnerScore, list_own_scores
from app.today import today

YEARS_SHOWN = 5  # title applications look at about the last five years


@dataclass(frozen=True)
class Overview:
    """Every year that has a score, and the last ones; `chosen` is the year that the reader looks at closely."""

    years: Sequence[Hours]
    all_scores: Sequence[LearnerScore]
    chosen: Hours
    is_narrowed: bool  # to the scores of the chosen year

    @property
    def scores(self) -> Sequence[LearnerScore]:
        """The scores that are asked for."""
        if not self.is_narrowed:
            return self.all_scores
        return [score for score in self.all_scores if score.credit_year == self.chosen.year]

    @property
    def chart(self) -> dict[str, Any]:
        """The last years from the oldest on, as a stacked bar each; the line is their common total minimum."""
        years = list(reversed(self.years[:YEARS_SHOWN]))
        minimums = {year.minimum.total for year in years if year.minimum}
        return {
            "categories": [f"{year.year}年" for year in years],
            "series": [
                {"name": "公需学时", "values": [float(year.public) for year in years]},
                {"name": "专业学时", "values": [float(year.professional) for year in years]},
            ],
            "unit": "学时",
            "minimum": float(minimums.pop()) if len(minimums) == 1 else None,
            "stacked": True,
        }

    def pending_hours(self, year: int) -> Any:
        """Hours of the year's scores that are still being reviewed."""
        return sum(score.hours for score in self.all_scores if score.credit_year == year and score.is_pending)


def overview_of(session: Session, *, by: Actor, year: int | None = None, on: date | None = None) -> Overview:
    """Read a learner's hours and scores; a `year` without any is not narrowed to.

    Raises NotFound for anybody else.
    """
    scores = list_own_scores(session, by=by)
    this_year = (on or today()).year
    years = _years({score.credit_year for score in scores}, this_year)
    hours = hours_of(session, [int(by.learner_id or 0)], years)
    shown = {one: hours[int(by.learner_id or 0), one] for one in years}
    return Overview(list(shown.values()), scores, shown.get(year or this_year, shown[this_year]), year in shown)


def _years(with_scores: set[int], this_year: int) -> list[int]:
    """Newest first: those with a score, this one, and of the last ones those without a score between them."""
    known = with_scores | {this_year}
    last = range(max(min(known), max(known) - YEARS_SHOWN + 1), max(known) + 1)
    return sorted(known.union(last), reverse=True)
