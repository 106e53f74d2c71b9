"""How far a base's scores are: all of them by state, and its newest classes one by one."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select, true
from sqlalchemy.orm import Session

from app.permissions import Actor, Permission, may
from models import Score, ScoreState, TrainingClass

MOST = 10_000  # scores of one state that are counted
CLASSES = 5
MOST_OF_A_CLASS = 2_000


@dataclass(frozen=True)
class ScoreCounts:
    """The base's scores that are not declared yet, and those in review; counted up to MOST."""

    entered: int
    in_review: int


@dataclass(frozen=True)
class ClassLine:
    """A class and its scores; where `is_cut`, only so many of them were counted."""

    id: int
    name: str
    total: int
    entered: int
    in_review: int
    qualified: int
    rejected: int

    @property
    def is_cut(self) -> bool:
        """Whether the class has more scores than were counted."""
        return self.total > MOST_OF_A_CLASS

    @property
    def declared(self) -> int:
        """Scores that left the base, whatever became of them."""
        return self.total - self.entered


def score_counts(session: Session, *, by: Actor) -> ScoreCounts | None:
    """Count by ix_score_base_id_state_id; None for whom scores are none of his business. One statement."""
    if not may(by, Permission.SCORE_VIEW):
        return None
    entered, declared = _count_of(by, ScoreState.ENTERED), _count_of(by, ScoreState.DECLARED)
    row = session.execute(select(entered.label("entered"), declared.label("in_review"))).one()
    return ScoreCounts(row.entered, row.in_review)


def newest_classes(session: Session, *, by: Actor) -> Sequence[ClassLine]:
    """The newest classes that have scores or may get some; one statement."""
    if not may(by, Permission.SCORE_VIEW):
        return []
    newest = (
        select(TrainingClass.id, TrainingClass.name)
        .where(TrainingClass.base_id == by.organization_id)
        .order_by(TrainingClass.training_year.desc(), TrainingClass.id.desc())
        .limit(CLASSES)
        .subquery("newest")
    )
    its = (
        select(Score.state)
        .where(Score.class_id == newest.c.id)
        .limit(MOST_OF_A_CLASS + 1)
        .correlate(newest)
        .lateral("its")
    )
    final = (ScoreState.REJECTED, ScoreState.REVOKED)
    query = (
        select(
            newest.c.id,
            newest.c.name,
            func.count(its.c.state),
            func.count().filter(its.c.state == ScoreState.ENTERED),
            func.count().filter(its.c.state == ScoreState.DECLARED),
            func.count().filter(its.c.state == ScoreState.QUALIFIED),
            func.count().filter(its.c.state.in_(final)),
        )
        .select_from(newest)
        .outerjoin(its, true())
        .group_by(newest.c.id, newest.c.name)
        .order_by(newest.c.id.desc())
    )
    return [ClassLine(*row) for row in session.execute(query)]


def _count_of(by: Actor, state: ScoreState) -> ColumnElement[int]:
    rows = select(Score.id).where(Score.base_id == by.organization_id, Score.state == state).limit(MOST + 1)
    return select(func.count()).select_from(rows.subquery()).scalar_subquery()
