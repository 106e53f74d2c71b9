"""Resetting somebody else's password: a member's, an organisation's super administrator's, a learner's.

Whoever resets a password could sign in with it, so nobody may do it to a person who is more than what lies in
his own hands: a member elsewhere, or one with more rights.
"""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, select, true
from sqlalchemy.orm import Session

from app.errors import NotFound
from app.permissions import Actor, Permission, owns
from app.services import audit
from app.services.accounts import passwords
from app.services.accounts.office import lock_member, lock_office, refuse_beyond
from app.services.accounts.refusals import BelongsElsewhere, NobodyThere, OwnAccount
from app.services.recovery.settle import settle
from models import Learner, Membership, Organization, OrganizationKind, User


@dataclass(frozen=True)
class Issued:
    """Whose password was reset, and the one-time password, which is nowhere else."""

    name: str
    password: str


def is_under(organization_id: int) -> ColumnElement[bool]:
    """Whether an organisation's superior, or else the HR department of its level, is this one."""
    return func.coalesce(Organization.superior_id, Organization.hr_id).in_([organization_id])


def is_topmost() -> ColumnElement[bool]:
    """Whether an organisation is an HR department with nobody above it."""
    return and_(Organization.kind == OrganizationKind.HR, Organization.superior_id.is_(None))


def reset_member(session: Session, membership_id: int, *, by: Actor) -> Issued:
    """Give a member of the actor's organisation a one-time password and end his sessions.

    Raises NotFound, OwnAccount, SuperAdministrator, MoreThanYourOwn, BelongsElsewhere.
    """
    by = lock_office(session, by=by, permission=Permission.MEMBER_MANAGE)
    _, user = lock_member(session, membership_id, by=by)
    own = Organization.id == by.organization_id
    return _reset(session, user.id, within=own, learner_within=own, by=by, permission=Permission.MEMBER_MANAGE)


def reset_subordinate(session: Session, organization_id: int, *, by: Actor) -> Issued:
    """Give the super administrator of an organisation under the actor's own a one-time password.

    Raises NotFound, NobodyThere, OwnAccount, BelongsElsewhere.
    """
    below = is_under(by.organization_id)
    return _reset_chief(session, organization_id, within=below, by=by, permission=Permission.SUBORDINATE_RESET)


def reset_topmost(session: Session, organization_id: int, *, by: Actor) -> Issued:
    """Give the super administrator of an HR department that is under none a one-time password.

    Raises NotFound, NobodyThere, OwnAccount, BelongsElsewhere.
    """
    return _reset_chief(session, organization_id, within=is_topmost(), by=by, permission=Permission.TOPMOST_RESET)


def reset_learner(session: Session, learner_id: int, *, by: Actor) -> Issued:
    """Give a learner of the actor's organisation a one-time password.

    Raises NotFound, OwnAccount, SuperAdministrator, MoreThanYourOwn, BelongsElsewhere.
    """
    by = lock_office(session, by=by, permission=Permission.LEARNER_RESET)
    learner = session.get(Learner, learner_id, populate_existing=True)
    if learner is None or not owns(by, organization_id=learner.employer_id):
        raise NotFound()
    own = Organization.id == by.organization_id
    own_member = select(Membership).where(
        Membership.user_id == learner.user_id, Membership.organization_id == by.organization_id
    )
    if member := session.scalars(own_member).one_or_none():
        refuse_beyond(session, member, session.get_one(User, learner.user_id), by=by)
    return _reset(session, learner.user_id, within=own, by=by, permission=Permission.LEARNER_RESET)


def _reset_chief(
    session: Session, organization_id: int, *, within: ColumnElement[bool], by: Actor, permission: Permission
) -> Issued:
    by = lock_office(session, by=by, permission=permission, organization_id=organization_id)
    organization = session.scalar(select(Organization.name).where(Organization.id == organization_id, within))
    if organization is None:
        raise NotFound()
    chief = select(Membership.user_id).where(Membership.organization_id == organization_id, Membership.is_super)
    user_id = session.scalar(chief)
    if user_id is None:
        raise NobodyThere(organization=organization)
    return _reset(session, user_id, within=within, by=by, permission=permission)


def _reset(
    session: Session,
    user_id: int,
    *,
    within: ColumnElement[bool],
    learner_within: ColumnElement[bool] | None = None,
    by: Actor,
    permission: Permission,
) -> Issued:
    """Reset the password of a person all of whose memberships are `within`; the lock keeps new ones out."""
    if user_id == by.user_id:
        raise OwnAccount()
    user = session.scalars(
        select(User).where(User.id == user_id).with_for_update().execution_options(populate_existing=True)
    ).one()
    elsewhere = _places(session, user_id, within, learner_within)
    if elsewhere:
        raise BelongsElsewhere(name=user.name, places="、".join(elsewhere))
    password = passwords.issue(session, user)
    settle(session, user_id)
    audit.record(session, by=by, action=permission, act="reset_password", user=user_id)
    return Issued(user.name, password)


def _places(
    session: Session, user_id: int, within: ColumnElement[bool], learner_within: ColumnElement[bool] | None
) -> list[str]:
    """The organisations outside that the person belongs to."""
    member = (
        select(Organization.name)
        .join(Membership, Membership.organization_id == Organization.id)
        .where(Membership.user_id == user_id, within.is_not(true()))
    )
    found = list(session.scalars(member.order_by(Membership.id)))
    if learner_within is None:
        return found
    learner = (
        select(Organization.name)
        .join(Learner, Learner.employer_id == Organization.id)
        .where(Learner.user_id == user_id, learner_within.is_not(true()))
    )
    return [*found, *session.scalars(learner)]
