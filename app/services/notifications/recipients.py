"""Who gets a notification by mail: the same people who read it in their list, if they asked for mails."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, union
from sqlalchemy.orm import Session, aliased

from app.permissions import REVIEWING
from models import (
    OF_WORK,
    Learner,
    MailChoice,
    Membership,
    Notification,
    Organization,
    Role,
    Substitution,
    User,
    UserSetting,
)


class Recipient(NamedTuple):
    """A user as a member of an organisation, or (none) as a learner."""

    user_id: int
    organization_id: int | None


def recipients_of(
    session: Session, notification_ids: Sequence[int], *, only: Recipient | None = None
) -> dict[Recipient, list[int]]:
    """Who is to be mailed at once, and which of these notifications: enabled people with a mail address.

    With `only`, no more than what that one is still to get. Nobody is told of what he did himself.
    """
    found: defaultdict[Recipient, list[int]] = defaultdict(list)
    both = union(_members(notification_ids), _learners(notification_ids)).subquery("mailed")
    query = select(both.c.user_id, both.c.organization_id, both.c.id).order_by(*both.c)
    if only is not None:
        query = query.where(
            both.c.user_id == only.user_id, both.c.organization_id.is_not_distinct_from(only.organization_id)
        )
    for user_id, organization_id, id in session.execute(query):
        found[Recipient(user_id, organization_id)].append(id)
    return dict(found)


def _members(ids: Sequence[int]) -> Select[*tuple[Any, ...]]:
    holds = or_(Membership.is_super, Notification.module == func.any(Role.modules))
    return (
        select(User.id.label("user_id"), Notification.organization_id, Notification.id)
        .join(Membership, and_(Membership.organization_id == Notification.organization_id, Membership.is_enabled))
        .join(Organization, and_(Organization.id == Membership.organization_id, Organization.is_enabled))
        .outerjoin(Role, Role.id == Membership.role_id)
        .join(User, User.id == Membership.user_id)
        .join(UserSetting, UserSetting.user_id == User.id)
        .where(
            *_mailed(ids),
            or_(Notification.user_id == User.id, and_(Notification.user_id.is_(None), holds), _stands_in()),
        )
    )


def _stands_in() -> ColumnElement[bool]:
    """Whether the member stands in today for whom it is for: a person, or somebody who may clear such work."""
    away, role = aliased(Membership), aliased(Role)
    holds = or_(away.is_super, Notification.module == func.any(role.modules))
    return (
        select(Substitution.id)
        .join(
            away,
            and_(away.user_id == Substitution.user_id, away.organization_id == Substitution.organization_id),
        )
        .outerjoin(role, role.id == away.role_id)
        .where(
            Substitution.substitute_id == User.id,
            Substitution.organization_id == Notification.organization_id,
            Substitution.cancelled_at.is_(None),
            func.current_date().between(Substitution.first_day, Substitution.last_day),
            away.is_enabled,
            or_(
                and_(Notification.user_id == Substitution.user_id, Notification.kind.in_(OF_WORK)),
                and_(Notification.user_id.is_(None), Notification.module.in_(REVIEWING), holds),
            ),
        )
        .exists()
    )


def _learners(ids: Sequence[int]) -> Select[*tuple[Any, ...]]:
    return (
        select(User.id.label("user_id"), Notification.organization_id, Notification.id)
        .join(User, User.id == Notification.user_id)
        .join(Learner, and_(Learner.user_id == User.id, Learner.is_enabled))
        .join(UserSetting, UserSetting.user_id == User.id)
        .where(*_mailed(ids), Notification.organization_id.is_(None))
    )


def _mailed(ids: Sequence[int]) -> tuple[Any, ...]:
    return (
        Notification.id == func.any(list(ids)),
        Notification.by_id.is_distinct_from(User.id),
        User.is_enabled,
        User.email != "",
        UserSetting.mail == MailChoice.AT_ONCE,
    )
