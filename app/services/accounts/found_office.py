"""The first member of an office: nobody of it can add him yet."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.contact import name_problem
from app.errors import Refusal
from app.resident_id import normalise, problem_of
from app.sealing import sealer
from app.services import audit
from app.services.accounts.duties import refuse_second_office
from app.services.accounts.first_member import new_user
from app.services.accounts.refusals import WrongContact, WrongNumber
from app.services.name_key import name_key
from models import Level, Membership, Organization, OrganizationKind, Region, User

ACTION = "office:found"


class OfficeThere(Refusal):
    """{kind}已经设立（{name}），新成员由其超级管理员添加。"""


class CodeTaken(Refusal):
    """统一社会信用代码 {code} 已被其他单位使用。"""


def found_office(
    session: Session, kind: OrganizationKind, *, name: str, credit_code: str, person: str, resident_id: str
) -> str | None:
    """Make the office and its super administrator; return his first password, None if he is a user already.

    The password must be changed at the first sign-in. Raises OfficeThere, CodeTaken, WrongNumber, WrongContact,
    HoldsOtherDuty.
    """
    number = normalise(resident_id)
    if wrong := problem_of(number):
        raise WrongNumber(problem=wrong)
    if problem := name_problem(person):
        raise WrongContact(field="name", problem=problem)
    there = session.scalars(select(Organization).where(Organization.kind == kind)).one_or_none()
    if there is not None:
        raise OfficeThere(kind=kind.label, name=there.name)
    if session.scalar(select(Organization.id).where(Organization.credit_code == credit_code)) is not None:
        raise CodeTaken(code=credit_code)
    province = session.scalars(select(Region.code).where(Region.level == Level.PROVINCE)).first()
    office = Organization(
        kind=kind,
        level=Level.PROVINCE,
        name=name,
        name_key=name_key(name),
        credit_code=credit_code,
        region_code=province,
        contact_name=person,
        contact_phone="",
    )
    session.add(office)
    session.flush()
    user, password = _user(session, number, person)
    refuse_second_office(session, user.id, person, office.id)
    session.add(Membership(user_id=user.id, organization_id=office.id, is_super=True))
    session.flush()
    audit.record(session, by=None, action=ACTION, user_id=user.id, organization_id=office.id, kind=kind.value)
    return password


def _user(session: Session, number: str, name: str) -> tuple[User, str | None]:
    found = session.scalars(select(User).where(User.resident_id_hash == sealer().lookup(number))).one_or_none()
    if found is not None:
        return found, None
    return new_user(session, number, name)
