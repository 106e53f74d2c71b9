"""The page of a learner: years, newest first, and scores."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from app.permissions import Actor
from app.services.hours.hours import Hours, hours_of
from app.services.hours.scores import LearnerScore, list_own_scores

YEARS_SHOWN = 5  # title applications look at about the last five years


@dataclass(frozen=True)
class Overview:
    """Hours of the last years, newest first, and every score."""

    years: Sequence[Hours]
    scores: Sequence[LearnerScore]

    @property
    def chart(self) -> dict[str, Any]:
        """The years from the oldest on, as a stacked bar each; the line is the newest year's total minimum."""
        years = list(reversed(self.years))
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
        return sum(score.hours for score in self.scores if score.credit_year == year and score.is_pending)


def overview_of(session: Session, *, by: Actor, today: date | None = None) -> Overview:
    """Read a learner's hours and scores. Raises NotFound for anybody else."""
    scores = list_own_scores(session, by=by)
    this_year = (today or date.today()).year
    latest = max([this_year, *(score.credit_year for score in scores)])
    earliest = min([this_year, *(score.credit_year for score in scores)])
    years = range(latest, max(earliest, latest - YEARS_SHOWN + 1) - 1, -1)
    hours = hours_of(session, [int(by.learner_id or 0)], list(years))
    return Overview([hours[int(by.learner_id or 0), year] for year in years], scores)
