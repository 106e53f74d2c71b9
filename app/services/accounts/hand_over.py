"""设为超级管理员: one member takes the place of another, whose membership goes."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.permissions import Actor, Permission
from app.services import audit
from app.services.accounts.office import lock_member, lock_office
from app.services.accounts.refusals import MemberDisabled
from models import Membership

HAND_OVER = Permission.MEMBER_HAND_OVER


def hand_over(session: Session, membership_id: int, *, by: Actor) -> None:
    """Make a member the super administrator and delete the membership of `by`, who was it until now.

    The order matters: at no moment are there two (uq_membership_one_super), and when the transaction ends there
    is one (one_super_administrator). Raises NotPermitted (he is no longer the super administrator), NotFound,
    OwnAccount, MemberDisabled.
    """
    by = lock_office(session, by=by, permission=HAND_OVER)
    member, user = lock_member(session, membership_id, by=by)
    if not member.is_enabled or not user.is_enabled:
        raise MemberDisabled(name=user.name)
    old = session.scalars(select(Membership).where(Membership.id == by.membership_id)).one()
    session.delete(old)
    session.flush()
    member.is_super, member.role_id = True, None
    session.flush()
    audit.record(session, by=by, action=HAND_OVER, user=user.id, removed=by.user_id)
