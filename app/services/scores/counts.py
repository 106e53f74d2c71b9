"""How many scores of a class stand where."""

from dataclasses import dataclass

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from app.permissions import Actor, Permission
from app.services.guard import require
from app.services.scores.classes import ClassFacts
from models import Instance, ItemKind, Score, ScoreState, WorkItem


@dataclass(frozen=True)
class ClassCounts:
    """Scores of a class by state; `returned` are part of `declared`."""

    entered: int
    failing: int
    declared: int
    returned: int
    qualified: int
    rejected: int
    revoked: int

    @property
    def total(self) -> int:
        """All scores of the class."""
        return self.entered + self.failing + self.declared + self.qualified + self.rejected + self.revoked


def count_states(session: Session, facts: ClassFacts, *, by: Actor) -> ClassCounts:
    """Count in one statement; what was returned waits in the base's own inbox."""
    require(by, Permission.SCORE_VIEW)
    is_entered = Score.state == ScoreState.ENTERED
    returned = (
        select(func.count())
        .select_from(WorkItem)
        .join(Instance, and_(Instance.id == WorkItem.instance_id, Instance.item_kind == ItemKind.SCORE))
        .where(
            WorkItem.organization_id == by.organization_id,
            WorkItem.group_id == facts.id,
            WorkItem.closed_at.is_(None),
        )
    )
    query = select(
        func.count().filter(and_(is_entered, Score.value >= facts.pass_mark)),
        func.count().filter(and_(is_entered, Score.value < facts.pass_mark)),
        func.count().filter(Score.state == ScoreState.DECLARED),
        returned.scalar_subquery(),
        func.count().filter(Score.state == ScoreState.QUALIFIED),
        func.count().filter(Score.state == ScoreState.REJECTED),
        func.count().filter(Score.state == ScoreState.REVOKED),
    ).where(Score.class_id == facts.id, Score.base_id == by.organization_id)
    return ClassCounts(*session.execute(query).one())
