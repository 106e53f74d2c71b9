"""The score flow for tests: a province with a published process, and each step as its people take it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.permissions import Actor
from app.services.approvals import Result, decide, start
from app.services.diagrams.publish import publish_shipped
from models import Instance, Score, UserTask, WorkItem
from tests.factories import Chain, make_chain

PROCESS = "score_declaration"


@dataclass
class Journey:
    """The score flow, step by step; every step returns what its service returned."""

    session: Session
    chain: Chain
    scores: list[Score]

    @property
    def score_ids(self) -> list[int]:
        """Ids of the chain's scores."""
        return [score.id for score in self.scores]

    def declare(self) -> list[Result]:
        """The base declares all scores."""
        return start(self.session, PROCESS, self.score_ids, by=self.chain.base_member)

    def open_items(self, node_id: str) -> list[int]:
        """Open work items at a node, by instance."""
        return list(
            self.session.scalars(
                select(WorkItem.id)
                .join(UserTask, UserTask.id == WorkItem.user_task_id)
                .where(UserTask.node_id == node_id, WorkItem.closed_at.is_(None))
                .order_by(WorkItem.instance_id)
            )
        )

    def review(self, node_id: str, outcome: str, *, by: Actor, comment: str = "材料已核对") -> list[Result]:
        """Decide everything that is open at a node."""
        return decide(self.session, self.open_items(node_id), by=by, outcome=outcome, comment=comment)

    def instances(self) -> Sequence[Instance]:
        """All instances as the database has them now."""
        self.session.expire_all()
        return self.session.scalars(select(Instance).order_by(Instance.id)).all()

    def states(self) -> list[str]:
        """States of the scores as the database has them now."""
        self.session.expire_all()
        return [score.state.value for score in self.scores]


def begin(session: Session, *, learners: int = 3) -> Journey:
    """A chain with one passing score for each learner, nothing declared."""
    publish_shipped(session)
    chain = make_chain(session, learners=learners)
    return Journey(session, chain, chain.make_scores(session))
