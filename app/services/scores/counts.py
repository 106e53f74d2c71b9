"""How many scores of a class stand where."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from app.permissions import Actor, Permission
from app.services.guard import require
from app.services.scores.classes import ClassFacts
from app.services.scores.filter import ScoreFilter, classes_meant, conditions
from app.services.scores.standing import Standing, stands_at
from models import Score, ScoreState, TrainingClass


@dataclass(frozen=True)
class ClassCounts:
    """Scores of a class by state; `employer`, `hr` and `returned` are part of `declared`."""

    entered: int
    failing: int
    declared: int
    employer: int
    hr: int
    returned: int
    qualified: int
    rejected: int
    revoked: int

    @property
    def total(self) -> int:
        """All scores of the class."""
        return self.entered + self.failing + self.declared + self.qualified + self.rejected + self.revoked

    @property
    def by_standing(self) -> Sequence[tuple[Standing, int]]:
        """Each count with the standing that a list is filtered by to show what was counted."""
        return [(standing, getattr(self, standing.value)) for standing in Standing]


@dataclass(frozen=True)
class ClassProgress:
    """Scores of a class by state alone, as a list of classes shows them."""

    entered: int = 0
    failing: int = 0
    declared: int = 0
    qualified: int = 0
    rejected: int = 0
    revoked: int = 0


def count_states(session: Session, facts: ClassFacts, *, by: Actor) -> ClassCounts:
    """Count in one statement, by the conditions of the list's filter: a count is what its link shows."""
    require(by, Permission.SCORE_VIEW)
    is_entered = Score.state == ScoreState.ENTERED
    query = select(
        _count(and_(is_entered, Score.value >= facts.pass_mark)),
        _count(and_(is_entered, Score.value < facts.pass_mark)),
        _count(Score.state == ScoreState.DECLARED),
        _count(stands_at(Standing.EMPLOYER, by)),
        _count(stands_at(Standing.HR, by)),
        _count(stands_at(Standing.RETURNED, by)),
        _count(Score.state == ScoreState.QUALIFIED),
        _count(Score.state == ScoreState.REJECTED),
        _count(Score.state == ScoreState.REVOKED),
    ).where(Score.class_id == facts.id, Score.base_id == by.organization_id)
    return ClassCounts(*session.execute(query).one())


def count_up_to(session: Session, asked: ScoreFilter, most: int, *, by: Actor) -> int:
    """How many scores of the base a filter means; counting stops at `most`. Two statements at most."""
    require(by, Permission.SCORE_VIEW)
    found = conditions(asked, classes_meant(session, asked, by=by), by=by)
    rows = select(Score.id).where(*found).limit(most).subquery()
    return session.scalar(select(func.count()).select_from(rows)) or 0


def progress_of(session: Session, class_ids: Sequence[int], *, by: Actor) -> dict[int, ClassProgress]:
    """The progress of these classes of the base, in one statement; a class without scores is all zeros."""
    require(by, Permission.CLASS_VIEW)
    is_entered = Score.state == ScoreState.ENTERED
    query = (
        select(
            Score.class_id,
            _count(and_(is_entered, Score.value >= TrainingClass.pass_mark)),
            _count(and_(is_entered, Score.value < TrainingClass.pass_mark)),
            _count(Score.state == ScoreState.DECLARED),
            _count(Score.state == ScoreState.QUALIFIED),
            _count(Score.state == ScoreState.REJECTED),
            _count(Score.state == ScoreState.REVOKED),
        )
        .join(TrainingClass, TrainingClass.id == Score.class_id)
        .where(Score.class_id == func.any(list(class_ids)), Score.base_id == by.organization_id)
        .group_by(Score.class_id)
    )
    found = {class_id: ClassProgress(*counts) for class_id, *counts in session.execute(query)}
    return {class_id: found.get(class_id, ClassProgress()) for class_id in class_ids}


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count().filter(condition)
