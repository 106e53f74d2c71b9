"""Who registers: a user already, known by his password, or somebody who becomes one when it is approved."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.contact import name_problem
from app.resident_id import normalise, problem_of
from app.sealing import sealer
from app.services.accounts import passwords, throttle
from app.services.accounts.contact import Contact, checked
from app.services.accounts.refusals import WrongContact, WrongNumber
from app.services.registration.refusals import ApplicantIsUser, WeakApplicantPassword, WrongUserPassword
from models import User


@dataclass(frozen=True)
class Person:
    """The guide's step 3; name and contact are asked only of who is no user yet."""

    is_user: bool
    resident_id: str
    password: str
    name: str = ""
    contact: Contact | None = None


def identified(session: Session, person: Person, *, needs_email: bool) -> dict[str, object]:
    """The columns of a registration for this person. Raises the FieldRefusal that says what is wrong, or Locked.

    A wrong password of a user is counted, so the caller must keep the transaction.
    """
    number = normalise(person.resident_id)
    if problem := problem_of(number):
        raise WrongNumber(problem=problem)
    user = session.scalars(select(User).where(User.resident_id_hash == sealer().lookup(number))).one_or_none()
    if person.is_user:
        return _of_user(session, number, user, person.password)
    return _new(number, user, person) | contact_columns(person.contact or Contact(""), needs_email=needs_email)


def contact_columns(contact: Contact, *, needs_email: bool) -> dict[str, object]:
    """How somebody who is no user yet can be reached. Raises WrongContact."""
    columns = checked(contact)
    if needs_email and not contact.email:
        raise WrongContact(field="email", problem="请填写电子邮箱。")
    return columns


def _of_user(session: Session, number: str, user: User | None, password: str) -> dict[str, object]:
    hash_ = sealer().lookup(number)
    throttle.check(session, hash_)
    is_right = passwords.is_right(user.password_hash if user else None, password)
    if user is None or not is_right or not user.is_enabled:
        throttle.note(session, hash_, succeeded=False)
        raise WrongUserPassword()
    throttle.note(session, hash_, succeeded=True)
    return {
        "user_id": user.id,
        "applicant_name": user.name,
        "resident_id_sealed": user.resident_id_sealed,
        "resident_id_hash": user.resident_id_hash,
    }


def _new(number: str, user: User | None, person: Person) -> dict[str, object]:
    if user is not None:
        raise ApplicantIsUser()
    if problem := name_problem(person.name):
        raise WrongContact(field="name", problem=problem)
    if weak := passwords.problem_of(person.password, number):
        raise WeakApplicantPassword(problem=weak)
    return {
        "applicant_name": person.name,
        "resident_id_sealed": sealer().seal(number),
        "resident_id_hash": sealer().lookup(number),
        "password_hash": passwords.hashed(person.password),
    }
