"""Adding an administrator (新增管理员): somebody who is a user already, or a new one."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.contact import name_problem
from app.permissions import Actor, Permission
from app.resident_id import mask, normalise, problem_of
from app.sealing import sealer
from app.services import audit
from app.services.accounts import passwords
from app.services.accounts.contact import Contact, checked
from app.services.accounts.duties import refuse_second_office
from app.services.accounts.office import lock_office
from app.services.accounts.refusals import (
    AlreadyMember,
    AlreadyUser,
    NoSuchUser,
    WeakInitialPassword,
    WrongContact,
    WrongNumber,
)
from app.services.accounts.roles import role_to_give
from models import Membership, Role, User

MANAGE = Permission.MEMBER_MANAGE


@dataclass(frozen=True)
class NewPerson:
    """Somebody who is no user yet, as the guide's form asks for him."""

    resident_id: str
    password: str
    name: str
    contact: Contact


def add_existing(session: Session, resident_id: str, name: str, role_id: int, *, by: Actor) -> Membership:
    """Make a user a member of the actor's organisation. The name must be his: it is all that is asked for.

    A number that nobody has and a name that is not his get the same answer. Raises WrongNumber, NoSuchUser,
    AlreadyMember, RoleGone, RoleNotYours.
    """
    number = _number(resident_id)
    by = lock_office(session, by=by, permission=MANAGE)
    role = role_to_give(session, role_id, by=by)
    user = session.scalars(select(User).where(User.resident_id_hash == sealer().lookup(number))).one_or_none()
    if user is None or not user.is_enabled or user.name != name:
        audit.record(session, by=by, action=MANAGE, succeeded=False, act="add", resident_id=mask(number))
        raise NoSuchUser()
    return _join(session, user.id, user.name, role, by)


def add_new(session: Session, person: NewPerson, role_id: int, *, by: Actor) -> Membership:
    """Make a new user and a member of him; his first sign-in asks for another password.

    Raises WrongNumber, WrongContact, WeakInitialPassword, AlreadyUser, RoleGone, RoleNotYours.
    """
    number = _number(person.resident_id)
    if problem := name_problem(person.name):
        raise WrongContact(field="name", problem=problem)
    if weak := passwords.problem_of(person.password, number):
        raise WeakInitialPassword(problem=weak)
    columns = checked(person.contact)
    by = lock_office(session, by=by, permission=MANAGE)
    role = role_to_give(session, role_id, by=by)
    return _join(session, _insert(session, number, person, columns), person.name, role, by)


def _number(text: str) -> str:
    number = normalise(text)
    if problem := problem_of(number):
        raise WrongNumber(problem=problem)
    return number


def _insert(session: Session, number: str, person: NewPerson, columns: dict[str, object]) -> int:
    """The new user's id; two who add the same person at once make one."""
    user_id: int | None = session.scalar(
        insert(User)
        .values(
            name=person.name,
            resident_id_sealed=sealer().seal(number),
            resident_id_hash=sealer().lookup(number),
            password_hash=passwords.hashed(person.password),
            must_change_password=True,
            **columns,
        )
        .on_conflict_do_nothing()
        .returning(User.id)
    )
    if user_id is None:
        raise AlreadyUser()
    return user_id


def _join(session: Session, user_id: int, name: str, role: Role, by: Actor) -> Membership:
    there = select(func.count()).where(
        Membership.user_id == user_id, Membership.organization_id == by.organization_id
    )
    if session.scalar(there):
        raise AlreadyMember(name=name)
    refuse_second_office(session, user_id, name, by.organization_id)
    member = Membership(user_id=user_id, organization_id=by.organization_id, role_id=role.id)
    session.add(member)
    session.flush()
    audit.record(session, by=by, action=MANAGE, act="add", user=user_id, role=role.id)
    return member
