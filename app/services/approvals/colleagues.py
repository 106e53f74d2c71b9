"""Members of one's own organisation to whom work can be given."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from app.permissions import Actor
from app.services.approvals.refusals import NoSuchColleague
from models import Membership, Role, User

LISTED = 200  # whom a list offers; an organisation has far fewer members


@dataclass(frozen=True)
class Colleague:
    """An enabled member; a super administrator's role opens everything."""

    user_id: int
    name: str
    is_super: bool
    modules: frozenset[str]

    def holds(self, module: str) -> bool:
        """Whether his role opens `module`."""
        return self.is_super or module in self.modules


def list_colleagues(session: Session, *, by: Actor, module: str | None = None) -> Sequence[Colleague]:
    """The other members of the actor's organisation, by name: those whose role opens `module`, or all."""
    query = _members(by).where(Membership.user_id != by.user_id)
    if module is not None:
        query = query.where(or_(Membership.is_super, Role.modules.contains([module])))
    return [_colleague(*row) for row in session.execute(query.order_by(User.name, User.id).limit(LISTED))]


def find_colleagues(session: Session, user_ids: Sequence[int], *, by: Actor) -> list[Colleague]:
    """These members, in the order given. Raises NoSuchColleague where one is none of the organisation's."""
    query = _members(by).where(Membership.user_id == func.any(list(user_ids)))
    found = {row.user_id: _colleague(*row) for row in session.execute(query)}
    if not user_ids or any(id not in found for id in user_ids):
        raise NoSuchColleague()
    return [found[id] for id in dict.fromkeys(user_ids)]


def _members(by: Actor) -> Select[int, str, bool, list[str]]:
    return (
        select(Membership.user_id, User.name, Membership.is_super, Role.modules)
        .join(User, User.id == Membership.user_id)
        .outerjoin(Role, Role.id == Membership.role_id)
        .where(Membership.organization_id == by.organization_id, Membership.is_enabled, User.is_enabled)
    )


def _colleague(user_id: int, name: str, is_super: bool, modules: list[str] | None) -> Colleague:
    return Colleague(user_id, name, is_super, frozenset(modules or ()))
