"""Whether an organisation has anybody who may decide a step: the rule, once."""

from typing import Any

from sqlalchemy import ColumnElement, any_, exists, select
from sqlalchemy.orm import aliased

from models import Membership, Organization, Role, User


def has_able(organization_id: Any, module: Any) -> ColumnElement[bool]:
    """The organisation is in use, and so is a member of it who is its super administrator or holds the module."""
    member, role, user, organization = aliased(Membership), aliased(Role), aliased(User), aliased(Organization)
    return exists(
        select(member.id)
        .join(user, user.id == member.user_id)
        .join(organization, organization.id == member.organization_id)
        .outerjoin(role, role.id == member.role_id)
        .where(
            member.organization_id == organization_id,
            member.is_enabled,
            user.is_enabled,
            organization.is_enabled,
            member.is_super | (module == any_(role.modules)),
        )
    )
