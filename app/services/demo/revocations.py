"""Proposals to revoke scores at the demo's county department: one confirmed, one that waits."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.services.accounts.actors import load_actor
from app.services.approvals import decide
from app.services.demo.bodies import Body
from app.services.revocations.propose import propose_revocation
from app.services.revocations.search import Asked, search_qualified
from models import Instance, ItemKind, Membership, ScoreRevocation, WorkItem

CONFIRMED = "已核对原始签到记录，情况属实。"
REASON = "抽查签到记录，该学员实际到课不足三分之二（示例）。"


def propose_two(session: Session, department: Body | None, clerks: Mapping[int, int]) -> None:
    """The super administrator proposes, so that the department's known account can decide."""
    if department is None:
        return
    chief = select(Membership.id).where(Membership.organization_id == department.id, Membership.is_super)
    by = load_actor(session, membership_id=session.scalars(chief).one())
    if by is None:
        raise LookupError(department.name)
    for number, score in enumerate(search_qualified(session, Asked(), by=by, limit=2).rows):
        propose_revocation(session, [score.id], reason=REASON, by=by)
        if number == 0:
            _confirm(session, score.id, clerks[department.id])


def _confirm(session: Session, score_id: int, membership_id: int) -> None:
    by = load_actor(session, membership_id=membership_id)
    task = (
        select(WorkItem.id)
        .join(Instance, Instance.id == WorkItem.instance_id)
        .join(ScoreRevocation, ScoreRevocation.id == Instance.item_id)
        .where(
            Instance.item_kind == ItemKind.SCORE_REVOCATION,
            ScoreRevocation.score_id == score_id,
            WorkItem.closed_at.is_(None),
        )
    )
    if by is None:
        raise LookupError(membership_id)
    refusal = decide(session, session.scalars(task).all(), by=by, outcome="confirm", comment=CONFIRMED)[0].refusal
    if refusal is not None:
        raise refusal
