"""Hours by learner and credited year, against the minimum of the year.

Source of the rule: 令第25号第8条 and 豫人社〔2017〕121号. Only qualified scores count, in the credited year of
their class; hours beyond a minimum are not carried over.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.services.hours.rules import Minimum, minimums_of
from models import Score, ScoreState, Subject, SubjectType, TrainingClass

NONE = Decimal("0.0")


@dataclass(frozen=True)
class Hours:
    """The hours of one learner in one credited year; no minimum where the year has no rule yet."""

    learner_id: int
    year: int
    public: Decimal
    professional: Decimal
    minimum: Minimum | None

    @property
    def total(self) -> Decimal:
        """Hours of both kinds."""
        return self.public + self.professional

    @property
    def missing_public(self) -> Decimal:
        """Public hours that are still to come."""
        return max(NONE, self.minimum.public - self.public) if self.minimum else NONE

    @property
    def missing_professional(self) -> Decimal:
        """Professional hours that are still to come."""
        return max(NONE, self.minimum.professional - self.professional) if self.minimum else NONE

    @property
    def missing_total(self) -> Decimal:
        """Hours still to come: enough for the total, and enough of each kind."""
        if self.minimum is None:
            return NONE
        return max(NONE, self.minimum.total - self.total, self.missing_public + self.missing_professional)

    @property
    def is_reached(self) -> bool:
        """Whether the year's standard is reached (达标): the total and both kinds."""
        return self.minimum is not None and self.missing_total == 0


def hours_of(session: Session, learner_ids: Sequence[int], years: Sequence[int]) -> dict[tuple[int, int], Hours]:
    """The hours of each of these learners in each of these years; two statements, however many."""
    counted = _counted(session, learner_ids, years)
    minimums = minimums_of(session, learner_ids)
    return {
        (learner, year): Hours(
            learner_id=learner,
            year=year,
            public=counted.get((learner, year, SubjectType.PUBLIC), NONE),
            professional=counted.get((learner, year, SubjectType.PROFESSIONAL), NONE),
            minimum=minimums.get((learner, year)),
        )
        for learner in learner_ids
        for year in years
    }


def _counted(
    session: Session, learner_ids: Sequence[int], years: Sequence[int]
) -> dict[tuple[int, int, SubjectType], Decimal]:
    rows = session.execute(
        select(Score.learner_id, TrainingClass.credit_year, Subject.type, func.sum(TrainingClass.hours))
        .join(TrainingClass, TrainingClass.id == Score.class_id)
        .join(Subject, Subject.id == TrainingClass.subject_id)
        .where(
            Score.learner_id == func.any(list(learner_ids)),
            Score.state == ScoreState.QUALIFIED,
            TrainingClass.credit_year == func.any(list(years)),
        )
        .group_by(Score.learner_id, TrainingClass.credit_year, Subject.type)
    )
    return {(learner, year, kind): hours for learner, year, kind, hours in rows}
