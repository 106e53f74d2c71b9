"""新增人社部门: an HR department and its super administrator, who adds the others."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.contact import name_problem
from app.permissions import Actor, Permission
from app.plain_text import tidy
from app.resident_id import mask, normalise, problem_of
from app.services import audit
from app.services.accounts.first_member import known_user, new_user
from app.services.accounts.refusals import NoSuchUser, WrongNumber
from app.services.approvals.locking import confirm
from app.services.name_key import name_key
from app.services.province.place import Place, find_place
from app.services.province.refusals import FounderHimself, NotAbove
from app.services.registration.organization import checked_code
from app.services.registration.refusals import WrongField
from models import Membership, Organization, OrganizationKind, Region, User

FOUND = Permission.ORGANIZATION_FOUND
LONGEST = {"name": 100, "contact_phone": 30}


@dataclass(frozen=True)
class Founding:
    """The department, and who becomes its super administrator: a user already (`is_user`), or a new one."""

    region_code: str
    name: str
    credit_code: str
    contact_name: str
    contact_phone: str
    resident_id: str
    person: str
    is_user: bool = False
    superior_id: int | None = None  # None: the nearest above


@dataclass(frozen=True)
class Founded:
    """What came of it; `password` is None for somebody who is a user already, and nowhere else for a new one."""

    organization_id: int
    name: str
    person: str
    password: str | None


def found_hr(session: Session, fields: Founding, *, by: Actor) -> Founded:
    """Make an HR department in a region that has none, and its super administrator.

    Two who do so at once for one region come one after the other. Raises NotFound, RegionClosed, RegionTaken,
    SuperiorMissing, or the FieldRefusal that says what is wrong.
    """
    by = confirm(session, by, FOUND)
    region = select(Region.code).where(Region.code == fields.region_code)
    session.execute(region.with_for_update(key_share=True))
    place = find_place(session, fields.region_code, by=by)
    columns = _columns(session, fields, place)
    known = _known(session, fields, by=by)
    password = None
    with session.begin_nested():  # all of it, or nothing
        organization_id = _inserted(session, columns)
        if known is None:
            known, password = new_user(session, normalise(fields.resident_id), tidy(fields.person))
        session.add(Membership(user_id=known.id, organization_id=organization_id, is_super=True))
        session.flush()
    region_code = place.region.code
    audit.record(session, by=by, action=FOUND, organization=organization_id, region=region_code, person=known.id)
    return Founded(organization_id, str(columns["name"]), known.name, password)


def _columns(session: Session, fields: Founding, place: Place) -> dict[str, object]:
    """Everything is checked before anything is written."""
    texts = {name: tidy(getattr(fields, name)) for name in ("name", "contact_name", "contact_phone")}
    for name, label in (("name", "部门名称"), ("contact_phone", "联系电话")):
        if not 0 < len(texts[name]) <= LONGEST[name]:
            raise WrongField(field=name, problem=f"请填写{label}，最多{LONGEST[name]}个字。")
    if problem := name_problem(texts["contact_name"]):
        raise WrongField(field="contact_name", problem=problem)
    above = [id_ for id_, _ in place.superiors]
    superior_id = fields.superior_id if fields.superior_id is not None else next(iter(above), None)
    if superior_id is not None and superior_id not in above:
        raise NotAbove()
    return {
        **texts,
        "kind": OrganizationKind.HR,
        "level": place.region.level,
        "name_key": name_key(texts["name"]),
        "credit_code": checked_code(session, fields.credit_code),
        "region_code": place.region.code,
        "superior_id": superior_id,
    }


def _inserted(session: Session, columns: dict[str, object]) -> int:
    """Its id; who took the same code in this moment is found now."""
    row = insert(Organization).values(columns).on_conflict_do_nothing(index_elements=["credit_code"])
    id_: int | None = session.scalar(row.returning(Organization.id))
    if id_ is None:
        checked_code(session, str(columns["credit_code"]))
        raise LookupError(columns["credit_code"])
    return id_


def _known(session: Session, fields: Founding, *, by: Actor) -> User | None:
    """The user that is meant, None for a new one; what is said of either is checked."""
    number, name = normalise(fields.resident_id), tidy(fields.person)
    if wrong := problem_of(number):
        raise WrongNumber(problem=wrong)
    if problem := name_problem(name):
        raise WrongField(field="person", problem=problem)
    if not fields.is_user:
        return None
    try:
        user = known_user(session, number, name)
    except NoSuchUser:
        audit.record(session, by=by, action=FOUND, succeeded=False, resident_id=mask(number))
        raise
    if user.id == by.user_id:
        raise FounderHimself()
    return user
