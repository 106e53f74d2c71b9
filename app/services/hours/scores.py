"""A learner's own scores, each with its state and who has it now."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, select, true
from sqlalchemy.orm import Session, aliased

from app.errors import NotFound
from app.permissions import Actor
from app.services.instances.newest import newest_instance, open_work_of
from app.services.instances.words import Word
from app.services.scores.standing import word_of
from app.services.waiting import days_since
from models import (
    Organization,
    RevocationState,
    Score,
    ScoreRevocation,
    ScoreState,
    Subject,
    SubjectType,
    TrainingClass,
)

AT_MOST = 500  # more than a learner collects in a working life


@dataclass(frozen=True)
class LearnerScore:
    """A score with its class; `holder_name` and the rest are empty unless it is being reviewed."""

    id: int
    instance_id: int | None
    class_name: str
    base_name: str
    subject_type: SubjectType
    hours: Decimal
    credit_year: int
    value: Decimal
    pass_mark: Decimal
    state: ScoreState
    party: str | None
    holder_name: str | None
    holder_phone: str | None
    waiting_days: int | None
    revoked_because: str | None  # why it was revoked, if it was

    @property
    def is_pending(self) -> bool:
        """Whether it is being reviewed."""
        return self.state is ScoreState.DECLARED

    @property
    def is_revoked(self) -> bool:
        """Whether it was qualified once and counts no more."""
        return self.state is ScoreState.REVOKED

    @property
    def word(self) -> Word:
        """Its state in words; while it is being reviewed, where it is."""
        return word_of(self.state, self.value, self.pass_mark, self.party)


def list_own_scores(session: Session, *, by: Actor) -> list[LearnerScore]:
    """The scores of the learner who asks, newest credited year first; raises NotFound for anybody else."""
    if by.learner_id is None:
        raise NotFound()
    rows = session.execute(_query(by.learner_id).limit(AT_MOST))
    return [LearnerScore(**row._mapping) for row in rows]


def _query(learner_id: int) -> Select[*tuple[Any, ...]]:
    base, holder = aliased(Organization), aliased(Organization)
    newest = newest_instance()
    place = open_work_of(newest)
    return (
        select(
            Score.id,
            newest.c.id.label("instance_id"),
            TrainingClass.name.label("class_name"),
            base.name.label("base_name"),
            Subject.type.label("subject_type"),
            TrainingClass.hours,
            TrainingClass.credit_year,
            Score.value,
            TrainingClass.pass_mark,
            Score.state,
            place.c.party,
            holder.name.label("holder_name"),
            holder.contact_phone.label("holder_phone"),
            days_since(place.c.opened_at).label("waiting_days"),
            _revoked_because(),
        )
        .join(TrainingClass, TrainingClass.id == Score.class_id)
        .join(base, base.id == TrainingClass.base_id)
        .join(Subject, Subject.id == TrainingClass.subject_id)
        .outerjoin(newest, true())
        .outerjoin(place, true())
        .outerjoin(holder, holder.id == place.c.organization_id)
        .where(Score.learner_id == learner_id)
        .order_by(TrainingClass.credit_year.desc(), Score.id.desc())
    )


def _revoked_because() -> Any:
    """The reason of the proposal that was confirmed; a score has one at most, since revoking is final."""
    return (
        select(ScoreRevocation.reason)
        .where(ScoreRevocation.score_id == Score.id, ScoreRevocation.state == RevocationState.CONFIRMED)
        .correlate(Score)
        .limit(1)
        .scalar_subquery()
        .label("revoked_because")
    )
