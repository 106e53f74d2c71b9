"""A learner who wants to join the employer of the demo accounts."""

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from app.services.accounts.actors import load_actor
from app.services.demo.bodies import Body
from app.services.transfers.request import request_transfer
from models import Learner, Score, ScoreState

REASON = "工作调动，已与新单位签订聘用合同。"


def start_transfer(session: Session, employer: Body) -> None:
    """Ask `employer` for one transfer, of the first learner elsewhere nothing of whom is under review."""
    under_review = exists().where(Score.learner_id == Learner.id, Score.state == ScoreState.DECLARED)
    learner_id = session.scalar(
        select(Learner.id).where(Learner.employer_id != employer.id, ~under_review).order_by(Learner.id).limit(1)
    )
    actor = load_actor(session, learner_id=learner_id) if learner_id else None
    if actor is not None:
        request_transfer(session, employer.id, REASON, by=actor)
