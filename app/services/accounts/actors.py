"""From a membership or a learner to the actor: what the role opens is decided here and nowhere else."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Row, Select, and_, bindparam, null, select
from sqlalchemy.orm import Session

from app.permissions import LEARNER, MODULES, REVIEWING, Actor, Cover
from app.services.accounts.covers import covers_of
from app.services.prepared import Prepared
from models import Learner, Membership, Organization, Role, User

SUPER_ROLE = "超级管理员"
LEARNER_ROLE = "专业技术人员"


def load_actor(
    session: Session, *, membership_id: int | None = None, learner_id: int | None = None, lock: bool = False
) -> Actor | None:
    """Return the actor of a membership or of a learner; None where it is gone or anything of it is disabled.

    With `lock`, membership and role are held FOR SHARE until the transaction ends: a change of the role waits
    for it, and one that was first is seen.
    """
    if membership_id is not None:
        row = _member(lock).run(session, membership_id=membership_id).fetchone()
        return member_of(row) if row else None
    row = session.execute(_learner(learner_id)).one_or_none()
    return learner_of(row) if row else None


def member_of(row: Row[Any]) -> Actor:
    """Return the actor of a row of `_member`, or of a session."""
    kind = str(row.organization_kind)
    return Actor(
        kind=kind,
        user_id=row.user_id,
        name=row.user_name,
        organization_id=row.organization_id,
        organization_name=row.organization_name,
        role_name=SUPER_ROLE if row.is_super else row.role_name or "",
        membership_id=row.membership_id,
        modules=_opened(kind, row.is_super, row.modules),
        is_super=bool(row.is_super),
        covers=tuple(
            Cover(user_id, name, _opened(kind, is_super, modules) & REVIEWING)
            for user_id, name, is_super, modules in row.covers or ()
        ),
    )


def _opened(kind: str, is_super: bool, modules: Sequence[str] | None) -> frozenset[str]:
    """What a role opens, of what organisations of this kind can give; a super administrator has all of it."""
    offered = frozenset(module.value for module in MODULES.get(kind, ()))
    return offered if is_super else offered.intersection(modules or ())


def learner_of(row: Row[Any]) -> Actor:
    """Return the actor of a row with the columns that `_learner` selects."""
    return Actor(
        kind=LEARNER,
        user_id=row.user_id,
        name=row.user_name,
        organization_id=row.organization_id,
        organization_name=row.organization_name,
        role_name=LEARNER_ROLE,
        learner_id=row.learner_id,
    )


@lru_cache(maxsize=2)
def _member(lock: bool) -> Prepared:
    """The locks stand in subqueries, since the nullable side of an outer join cannot be locked."""
    membership = select(Membership).where(Membership.id == bindparam("membership_id"), Membership.is_enabled)
    if lock:
        membership = membership.with_for_update(read=True)
    m = membership.cte("held_membership")
    role = select(Role).where(Role.id == select(m.c.role_id).scalar_subquery())
    if lock:
        role = role.with_for_update(read=True)
    r = role.cte("held_role")
    return Prepared(
        select(
            m.c.id.label("membership_id"),
            m.c.is_super,
            r.c.name.label("role_name"),
            r.c.modules,
            User.id.label("user_id"),
            User.name.label("user_name"),
            Organization.id.label("organization_id"),
            Organization.name.label("organization_name"),
            Organization.kind.label("organization_kind"),
            covers_of(m.c.user_id, m.c.organization_id).label("covers"),
        )
        .select_from(m)
        .join(User, and_(User.id == m.c.user_id, User.is_enabled))
        .join(Organization, and_(Organization.id == m.c.organization_id, Organization.is_enabled))
        .outerjoin(r, r.c.id == m.c.role_id)
    )


def _learner(learner_id: int | None) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Learner.id.label("learner_id"),
            User.id.label("user_id"),
            User.name.label("user_name"),
            Organization.id.label("organization_id"),
            Organization.name.label("organization_name"),
            null().label("membership_id"),
        )
        .join(User, and_(User.id == Learner.user_id, User.is_enabled))
        .join(Organization, Organization.id == Learner.employer_id)
        .where(Learner.id == learner_id, Learner.is_enabled)
    )
