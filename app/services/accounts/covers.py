"""Who is away today: the rule that makes a member a substitute, once."""

from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, and_, func, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from models import Membership, Role, Substitution, User

UserId = ColumnElement[int] | InstrumentedAttribute[int]


def covers_of(user_id: UserId, organization_id: UserId) -> ScalarSelect[Any]:
    """Whom this user stands in for today, as JSON: [user id, name, is super administrator, modules] each."""
    away, role, person = aliased(Membership), aliased(Role), aliased(User)
    one = func.jsonb_build_array(away.user_id, person.name, away.is_super, func.to_jsonb(role.modules))
    return (
        select(func.jsonb_agg(one))
        .select_from(Substitution)
        .join(away, and_(away.user_id == Substitution.user_id, away.organization_id == organization_id))
        .join(person, person.id == away.user_id)
        .outerjoin(role, role.id == away.role_id)
        .where(
            Substitution.substitute_id == user_id,
            Substitution.organization_id == organization_id,
            Substitution.cancelled_at.is_(None),
            func.current_date().between(Substitution.first_day, Substitution.last_day),
            away.is_enabled,
        )
        .correlate_except(Substitution, away, role, person)
        .scalar_subquery()
    )
