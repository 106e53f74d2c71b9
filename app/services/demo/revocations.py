"""A proposal to revoke a score that waits for the demo's county department."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.services.accounts.actors import load_actor
from app.services.demo.bodies import Body
from app.services.revocations.propose import propose_revocation
from app.services.revocations.search import Asked, search_qualified
from models import Membership

REASON = "抽查签到记录，该学员实际到课不足三分之二（示例）。"


def propose_one(session: Session, department: Body | None) -> None:
    """The super administrator proposes, so that the department's known account can decide."""
    if department is None:
        return
    chief = select(Membership.id).where(Membership.organization_id == department.id, Membership.is_super)
    by = load_actor(session, membership_id=session.scalars(chief).one())
    if by is None:
        raise LookupError(department.name)
    for score in search_qualified(session, Asked(), by=by, limit=1).rows:
        propose_revocation(session, [score.id], reason=REASON, by=by)
