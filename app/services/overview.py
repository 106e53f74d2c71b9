"""How much of a base's work is where: the figures on its start page."""

from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from app.permissions import Actor
from models import Score, ScoreState, WorkItem

MOST = 1000  # counting stops here; the page says 999+


@dataclass(frozen=True)
class ScoreCounts:
    """Returned rows to correct, rows not declared yet, and rows in review; none larger than MOST."""

    returned: int
    entered: int
    in_review: int


def score_counts(session: Session, *, by: Actor) -> ScoreCounts:
    """Return the counts of the base that `by` acts for."""
    returned = select(WorkItem.id).where(
        WorkItem.organization_id == by.organization_id, WorkItem.closed_at.is_(None)
    )
    return ScoreCounts(
        returned=_count(session, returned),
        entered=_count(session, _scores(by, ScoreState.ENTERED)),
        in_review=_count(session, _scores(by, ScoreState.DECLARED)),
    )


def _scores(by: Actor, state: ScoreState) -> Select[int]:
    return select(Score.id).where(Score.base_id == by.organization_id, Score.state == state)


def _count(session: Session, rows: Select[int]) -> int:
    return session.scalar(select(func.count()).select_from(rows.limit(MOST).subquery())) or 0
