"""Giving a member another role, disabling and enabling him, deleting his membership."""

from sqlalchemy.orm import Session

from app.permissions import Actor, Permission
from app.services import audit
from app.services.accounts.office import lock_member, lock_office
from app.services.accounts.roles import role_to_give
from app.services.approvals.leaving import free_work_of

MANAGE = Permission.MEMBER_MANAGE


def assign_role(session: Session, membership_id: int, role_id: int, *, by: Actor) -> None:
    """Give a member another role; it counts at his next request.

    Raises NotFound, OwnAccount, SuperAdministrator, MoreThanYourOwn, RoleGone, RoleNotYours.
    """
    by = lock_office(session, by=by, permission=MANAGE)
    member, user = lock_member(session, membership_id, by=by)
    role = role_to_give(session, role_id, by=by)
    before, member.role_id = member.role_id, role.id
    session.flush()
    audit.record(session, by=by, action=MANAGE, act="assign", user=user.id, role=role.id, before=before)


def set_enabled(session: Session, membership_id: int, is_enabled: bool, *, by: Actor) -> None:
    """Disable a member (禁用) or enable him again; a disabled one is signed out by his next request.

    Doing so twice is no error. Raises NotFound, OwnAccount, SuperAdministrator, MoreThanYourOwn.
    """
    by = lock_office(session, by=by, permission=MANAGE)
    member, user = lock_member(session, membership_id, by=by)
    if member.is_enabled == is_enabled:
        return
    member.is_enabled = is_enabled
    session.flush()
    if not is_enabled:
        free_work_of(session, user.id, by=by)
    audit.record(session, by=by, action=MANAGE, act="enable" if is_enabled else "disable", user=user.id)


def delete_member(session: Session, membership_id: int, *, by: Actor) -> None:
    """Delete a membership (删除): the rights only, the person stays a user. His sessions here end with it.

    Raises NotFound, OwnAccount, SuperAdministrator, MoreThanYourOwn.
    """
    by = lock_office(session, by=by, permission=MANAGE)
    member, user = lock_member(session, membership_id, by=by)
    session.delete(member)
    session.flush()
    free_work_of(session, user.id, by=by)
    audit.record(session, by=by, action=MANAGE, act="delete", user=user.id, role=member.role_id)
