"""People: users, members with their roles, learners."""

from functools import lru_cache
from typing import Any

from argon2 import PasswordHasher
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.permissions import LEARNER, MODULES, Actor
from app.sealing import sealer
from app.services.demo.numbers import nth_mobile, nth_resident_id
from models import Learner, Membership, Module, Organization, PasswordRequest, Role, User
from tests.factories.organizations import make_employer
from tests.factories.rows import numbers, saved

FOUNDER = "创建人"
PASSWORD = "Ceshi@2026mima"


@lru_cache(maxsize=8)
def hashed(password: str) -> str:
    """The password's hash, at the least cost: a thousand users of a test share one."""
    return PasswordHasher(time_cost=1, memory_cost=64, parallelism=1).hash(password)


def make_user(
    session: Session,
    *,
    resident_id: str | None = None,
    name: str = "测试员",
    password: str = PASSWORD,
    **columns: Any,
) -> User:
    """A person who can sign in with `resident_id` and `password`."""
    number = next(numbers)
    resident_id = resident_id or nth_resident_id(number)
    return saved(
        session,
        User(
            name=name,
            resident_id_sealed=sealer().seal(resident_id),
            resident_id_hash=sealer().lookup(resident_id),
            mobile_sealed=sealer().seal(nth_mobile(number)),
            password_hash=hashed(password),
            **columns,
        ),
    )


def resident_id_of(user: User) -> str:
    """The id number that the user signs in with."""
    return sealer().unseal(user.resident_id_sealed)


def make_role(
    session: Session, organization: Organization, *, modules: tuple[Module, ...] = (), name: str | None = None
) -> Role:
    """A role that opens `modules`."""
    name = name or f"测试角色{next(numbers)}"
    return saved(session, Role(organization_id=organization.id, name=name, modules=[m.value for m in modules]))


def make_member(
    session: Session,
    organization: Organization,
    *,
    modules: tuple[Module, ...] | None = None,
    is_super: bool = False,
    user: User | None = None,
    name: str = "测试员",
) -> Actor:
    """A member as the actor he is once signed in; `modules` None: all that the organisation's kind has."""
    if is_super:
        _remove_founder(session, organization)
    else:
        _ensure_super(session, organization)
    user = user or make_user(session, name=name)
    every = MODULES[organization.kind.value]
    held = every if modules is None or is_super else modules
    role = None if is_super else make_role(session, organization, modules=held)
    membership = saved(
        session,
        Membership(user_id=user.id, organization_id=organization.id, role_id=role and role.id, is_super=is_super),
    )
    return Actor(
        kind=organization.kind.value,
        user_id=user.id,
        name=user.name,
        organization_id=organization.id,
        organization_name=organization.name,
        role_name=role.name if role else "超级管理员",
        membership_id=membership.id,
        modules=frozenset(module.value for module in held),
        is_super=is_super,
    )


def _ensure_super(session: Session, organization: Organization) -> None:
    """No organisation has members and no super administrator: somebody is it who has no part in the test."""
    there = select(Membership.id).where(Membership.organization_id == organization.id, Membership.is_super)
    if session.scalar(there) is None:
        founder = make_user(session, name=FOUNDER)
        saved(session, Membership(user_id=founder.id, organization_id=organization.id, is_super=True))


def _remove_founder(session: Session, organization: Organization) -> None:
    """Make room for the super administrator that a test names."""
    founders = select(User.id).where(User.name == FOUNDER)
    session.execute(
        delete(Membership).where(
            Membership.organization_id == organization.id, Membership.is_super, Membership.user_id.in_(founders)
        )
    )


def make_learner(
    session: Session, *, employer: Organization | None = None, name: str = "测试学员", user: User | None = None
) -> Learner:
    """A learner, who is a user of his own."""
    user = user or make_user(session, name=name)
    employer = employer or make_employer(session)
    return saved(
        session,
        Learner(
            user_id=user.id,
            resident_id_hash=user.resident_id_hash,
            name=user.name,
            employer_id=employer.id,
            title_series="工程技术",
        ),
    )


def learner_actor(session: Session, learner: Learner) -> Actor:
    """The learner as the actor he is once signed in."""
    employer = session.get_one(Organization, learner.employer_id)
    return Actor(
        kind=LEARNER,
        user_id=learner.user_id,
        name=learner.name,
        organization_id=employer.id,
        organization_name=employer.name,
        role_name="专业技术人员",
        learner_id=learner.id,
    )


def make_password_request(session: Session, learner: Learner) -> PasswordRequest:
    """A learner asks the employer for a new password."""
    row = PasswordRequest(user_id=learner.user_id, learner_id=learner.id, office_id=learner.employer_id)
    return saved(session, row)
