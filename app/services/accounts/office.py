"""An organisation's accounts under one lock, and what a member may do with another's rights.

Changes to the accounts of one organisation come one after another, so that two administrators who act on each
other never wait in a circle. The order is: organisation, the actor's own membership and role, the other
membership, the person.
"""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import NotFound, NotPermitted
from app.permissions import MODULES, Actor, Permission, may, owns
from app.services.accounts.actors import load_actor
from app.services.accounts.refusals import MoreThanYourOwn, OwnAccount, SuperAdministrator
from models import Membership, Module, Organization, Role, User


def require(by: Actor, permission: Permission) -> None:
    """Raise NotPermitted where `by` may not use `permission`."""
    if not may(by, permission):
        raise NotPermitted()


def lock_office(
    session: Session, *, by: Actor, permission: Permission, organization_id: int | None = None
) -> Actor:
    """Hold the accounts of an organisation (the actor's own unless given); return the actor as he is now.

    Raises NotPermitted where his rights were taken away meanwhile.
    """
    office = select(Organization.id).where(Organization.id == (organization_id or by.organization_id))
    session.execute(office.with_for_update(key_share=True))
    present = load_actor(session, membership_id=by.membership_id, lock=True)
    if present is None or not may(present, permission):
        raise NotPermitted()
    return present


def lock_member(session: Session, membership_id: int, *, by: Actor) -> tuple[Membership, User]:
    """Load a member of the actor's organisation, to be changed.

    Raises NotFound (another's too), OwnAccount, SuperAdministrator, MoreThanYourOwn.
    """
    query = select(Membership, User).join(User, User.id == Membership.user_id).where(Membership.id == membership_id)
    fresh = query.with_for_update(of=Membership).execution_options(populate_existing=True)
    row = session.execute(fresh).one_or_none()
    if row is None or not owns(by, organization_id=row.Membership.organization_id):
        raise NotFound()
    refuse_beyond(session, row.Membership, row.User, by=by)
    return row.Membership, row.User


def refuse_beyond(session: Session, member: Membership, user: User, *, by: Actor) -> None:
    """Refuse to change the actor's own membership, the super administrator's, and one with more rights."""
    if member.user_id == by.user_id:
        raise OwnAccount()
    if member.is_super:
        raise SuperAdministrator(name=user.name)
    role = session.get(Role, member.role_id, populate_existing=True)
    if role is not None and (beyond := modules_beyond(role.modules, by=by)):
        raise MoreThanYourOwn(modules=labels_of(beyond))


def modules_beyond(modules: Iterable[str], *, by: Actor) -> list[Module]:
    """Return those modules that `by` could not give: offered to his kind of organisation, but not held by him."""
    if by.is_super:
        return []
    wanted = set(modules)
    return [module for module in MODULES.get(by.kind, ()) if module.value in wanted and not by.holds(module)]


def labels_of(modules: Iterable[Module]) -> str:
    """Name modules in a sentence."""
    return "、".join(module.label for module in modules)
