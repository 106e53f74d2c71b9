"""Roles of an organisation (角色管理): a name and the permission modules that it opens."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from app.errors import NotFound
from app.permissions import MODULES, Actor, Permission, owns
from app.services import audit
from app.services.accounts.actors import SUPER_ROLE
from app.services.accounts.office import labels_of, lock_office, modules_beyond, require
from app.services.accounts.refusals import (
    ModulesNotYours,
    MoreThanYourOwn,
    RoleGone,
    RoleHeld,
    RoleNameReserved,
    RoleNameTaken,
    RoleNotYours,
    WrongModules,
)
from app.services.page import PAGE_ROWS, Page, page_of
from models import Membership, Module, Role, User

MANAGE = Permission.ROLE_MANAGE
NAMED = 5  # holders that a refusal names; of the others it says how many


@dataclass(frozen=True)
class RoleRow:
    """A role; `holders` counts the members who have it, `is_changeable` says whether the reader may edit it."""

    id: int
    name: str
    modules: Sequence[Module]
    holders: int
    is_changeable: bool


def list_roles(session: Session, *, by: Actor, after: int | None = None, limit: int = PAGE_ROWS) -> Page[RoleRow]:
    """One page of the roles of the actor's organisation, oldest first; one statement."""
    require(by, MANAGE)
    return page_of(_roles(session, by, Role.id > (after or 0), limit + 1), limit, lambda role: role.id)


def find_role(session: Session, role_id: int, *, by: Actor) -> RoleRow:
    """A role of the actor's organisation; raises NotFound for any other."""
    require(by, MANAGE)
    found = _roles(session, by, Role.id == role_id, 1)
    if not found:
        raise NotFound()
    return found[0]


def roles_to_give(session: Session, *, by: Actor) -> Sequence[Role]:
    """The roles that `by` can give to a member: those that open nothing beyond his own rights."""
    require(by, Permission.MEMBER_MANAGE)
    roles = session.scalars(select(Role).where(Role.organization_id == by.organization_id).order_by(Role.id))
    return [role for role in roles if not modules_beyond(role.modules, by=by)]


def role_to_give(session: Session, role_id: int, *, by: Actor) -> Role:
    """One of them, held until the transaction ends. Raises RoleGone, RoleNotYours."""
    role = session.get(Role, role_id, with_for_update={"read": True}, populate_existing=True)
    if role is None or not owns(by, organization_id=role.organization_id):
        raise RoleGone()
    if beyond := modules_beyond(role.modules, by=by):
        raise RoleNotYours(modules=labels_of(beyond))
    return role


def add_role(session: Session, name: str, modules: Collection[str], *, by: Actor) -> Role:
    """Add a role. Raises RoleNameTaken, RoleNameReserved, WrongModules, ModulesNotYours."""
    by = lock_office(session, by=by, permission=MANAGE)
    role = Role(organization_id=by.organization_id, name=name, modules=_checked(session, name, modules, None, by))
    session.add(role)
    session.flush()
    audit.record(session, by=by, action=MANAGE, act="add", role=role.id, name=name, modules=role.modules)
    return role


def edit_role(session: Session, role_id: int, name: str, modules: Collection[str], *, by: Actor) -> None:
    """Change a role; its holders have the new modules at their next request.

    Raises what `add_role` raises, NotFound, and MoreThanYourOwn.
    """
    by = lock_office(session, by=by, permission=MANAGE)
    role = _lock_role(session, role_id, by)
    role.modules = _checked(session, name, modules, role.id, by)
    role.name = name
    session.flush()
    audit.record(session, by=by, action=MANAGE, act="edit", role=role.id, name=name, modules=role.modules)


def delete_role(session: Session, role_id: int, *, by: Actor) -> None:
    """Delete a role that nobody holds. Raises NotFound, MoreThanYourOwn, RoleHeld (and says by whom)."""
    by = lock_office(session, by=by, permission=MANAGE)
    role = _lock_role(session, role_id, by)
    held = select(User.name).join(Membership, Membership.user_id == User.id).where(Membership.role_id == role.id)
    names = session.scalars(held.order_by(Membership.id)).all()
    if names:
        more = f"等{len(names)}人" if len(names) > NAMED else ""
        raise RoleHeld(role=role.name, holders="、".join(names[:NAMED]) + more)
    session.delete(role)
    session.flush()
    audit.record(session, by=by, action=MANAGE, act="delete", role=role_id, name=role.name)


def _roles(session: Session, by: Actor, which: ColumnElement[bool], limit: int) -> list[RoleRow]:
    # By organisation, which has an index; roles of other organisations have other holders.
    holders = (
        select(func.count())
        .where(Membership.organization_id == by.organization_id, Membership.role_id == Role.id)
        .scalar_subquery()
    )
    query = select(Role, holders.label("holders")).where(Role.organization_id == by.organization_id, which)
    return [
        RoleRow(
            id=row.Role.id,
            name=row.Role.name,
            modules=[module for module in MODULES.get(by.kind, ()) if module.value in row.Role.modules],
            holders=row.holders,
            is_changeable=not modules_beyond(row.Role.modules, by=by),
        )
        for row in session.execute(query.order_by(Role.id).limit(limit))
    ]


def _lock_role(session: Session, role_id: int, by: Actor) -> Role:
    role = session.get(Role, role_id, with_for_update=True, populate_existing=True)
    if role is None or not owns(by, organization_id=role.organization_id):
        raise NotFound()
    if beyond := modules_beyond(role.modules, by=by):
        raise MoreThanYourOwn(modules=labels_of(beyond))
    return role


def _checked(session: Session, name: str, modules: Collection[str], role_id: int | None, by: Actor) -> list[str]:
    """Return the modules in the order of the table; refuse them, or the name."""
    if name == SUPER_ROLE:
        raise RoleNameReserved(name=name)
    namesake = select(Role.id).where(Role.organization_id == by.organization_id, Role.name == name)
    if session.scalar(namesake) not in (None, role_id):
        raise RoleNameTaken(name=name)
    offered = [module.value for module in MODULES.get(by.kind, ())]
    if not modules or not set(modules) <= set(offered):
        raise WrongModules()
    if beyond := modules_beyond(modules, by=by):
        raise ModulesNotYours(modules=labels_of(beyond))
    return [module for module in offered if module in set(modules)]
