"""A transfer for tests: a learner, two employers, and each step as its people take it."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.permissions import Actor
from app.services.approvals import Result, decide
from app.services.diagrams.publish import publish_shipped
from app.services.transfers.request import request_transfer
from models import EmployerTransfer, Instance, ItemKind, Learner, Organization, WorkItem
from tests.factories import Chain, learner_actor, make_chain, make_employer, make_member


@dataclass
class Transferring:
    """The chain of a learner, the employer he wants to join, and the members who decide."""

    session: Session
    chain: Chain
    learner: Learner
    actor: Actor
    new: Organization
    new_member: Actor

    def request(self, employer: Organization | None = None) -> EmployerTransfer:
        """The learner asks."""
        return request_transfer(self.session, (employer or self.new).id, "工作调动", by=self.actor)

    def work_item(self) -> int:
        """The open one."""
        return self.session.execute(
            select(WorkItem.id)
            .join(Instance, Instance.id == WorkItem.instance_id)
            .where(Instance.item_kind == ItemKind.EMPLOYER_TRANSFER, WorkItem.closed_at.is_(None))
        ).scalar_one()

    def instance(self) -> Instance:
        """The newest instance of a transfer."""
        query = (
            select(Instance).where(Instance.item_kind == ItemKind.EMPLOYER_TRANSFER).order_by(Instance.id.desc())
        )
        return self.session.scalars(query.limit(1)).one()

    def decide(self, outcome: str, *, by: Actor | None = None) -> Result:
        """The receiving employer decides."""
        by = by or self.new_member
        return decide(self.session, [self.work_item()], by=by, outcome=outcome, comment="请核对调入单位")[0]


def transfer_somebody(session: Session) -> Transferring:
    """Nothing asked for yet."""
    publish_shipped(session)
    chain = make_chain(session)
    learner = chain.learners[0]
    new = make_employer(session, hr=chain.hr)
    member = make_member(session, new, name="调入单位审核员")
    return Transferring(session, chain, learner, learner_actor(session, learner), new, member)
