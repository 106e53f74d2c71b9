"""The people of a training base (人员情况): what it keeps takes effect at once."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import ClassVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.errors import FieldRefusal, NotFound
from app.permissions import Actor, Permission
from app.plain_text import tidy
from app.services.approvals.locking import confirm
from app.services.audit import record
from app.services.guard import require
from app.services.organization.holding import hold_organization
from app.services.page import PAGE_ROWS, Page, page_of
from models import Staff, StaffKind


class StaffListed(FieldRefusal):
    """{name}已在人员名单中，各项内容完全相同；如果是同名的另一人，请在职称、专业或所在单位中写出区别。"""

    field: ClassVar[str] = "name"


class EmployerNameMissing(FieldRefusal):
    """兼职教师在其他单位任职，请填写其所在单位。"""

    field: ClassVar[str] = "employer_name"


@dataclass(frozen=True)
class StaffFields:
    """What a base says of somebody who teaches or manages there."""

    name: str
    kind: StaffKind
    education: str = ""
    title: str = ""
    specialty: str = ""
    employer_name: str = ""


def list_staff(session: Session, *, by: Actor, after: int | None = None, limit: int = PAGE_ROWS) -> Page[Staff]:
    """One page of the people of the actor's base, newest first; one statement, by its index."""
    require(by, Permission.STAFF_EDIT)
    query = select(Staff).where(Staff.base_id == by.organization_id)
    if after is not None:
        query = query.where(Staff.id < after)
    rows = session.scalars(query.order_by(Staff.id.desc()).limit(limit + 1)).all()
    return page_of(rows, limit, lambda person: person.id)


def count_staff(session: Session, *, by: Actor) -> Mapping[StaffKind, int]:
    """How many people of each kind the actor's base has; a kind of which there is nobody counts 0."""
    require(by, Permission.STAFF_EDIT)
    query = select(Staff.kind, func.count()).where(Staff.base_id == by.organization_id).group_by(Staff.kind)
    counted = {kind: number for kind, number in session.execute(query)}
    return {kind: counted.get(kind, 0) for kind in StaffKind}


def find_staff(session: Session, staff_id: int, *, by: Actor) -> Staff:
    """Somebody of the actor's base. Raises NotFound for anybody else."""
    require(by, Permission.STAFF_EDIT)
    return _own(session.get(Staff, staff_id), by)


def add_staff(session: Session, fields: StaffFields, *, by: Actor) -> Staff:
    """Add somebody. Raises StaffListed, EmployerNameMissing."""
    by = confirm(session, by, Permission.STAFF_EDIT)
    hold_organization(session, by=by)
    person = Staff(base_id=by.organization_id)
    _fill(session, person, fields)
    session.add(person)
    session.flush()
    record(session, by=by, action="staff:add", staff=person.id, name=person.name)
    return person


def edit_staff(session: Session, staff_id: int, fields: StaffFields, *, by: Actor) -> Staff:
    """Change what is said of somebody. Raises NotFound, StaffListed, EmployerNameMissing."""
    by = confirm(session, by, Permission.STAFF_EDIT)
    hold_organization(session, by=by)
    person = _own(session.get(Staff, staff_id, with_for_update=True, populate_existing=True), by)
    before = person.name
    _fill(session, person, fields)
    session.flush()
    record(session, by=by, action="staff:edit", staff=person.id, before=before, after=person.name)
    return person


def delete_staff(session: Session, staff_id: int, *, by: Actor) -> str:
    """Take somebody off the list and return his name. Raises NotFound."""
    by = confirm(session, by, Permission.STAFF_EDIT)
    person = _own(session.get(Staff, staff_id, with_for_update=True, populate_existing=True), by)
    name = person.name
    session.delete(person)
    session.flush()
    record(session, by=by, action="staff:delete", staff=staff_id, name=name)
    return name


def _own(person: Staff | None, by: Actor) -> Staff:
    if person is None or person.base_id != by.organization_id:
        raise NotFound()
    return person


def _fill(session: Session, person: Staff, fields: StaffFields) -> None:
    """Write what was checked: until then nothing is changed, so that a refusal leaves the person as he was."""
    values = {name: value if name == "kind" else tidy(value) for name, value in asdict(fields).items()}
    if fields.kind is StaffKind.PART_TIME and not values["employer_name"]:
        raise EmployerNameMissing()
    same = select(Staff.id).where(Staff.base_id == person.base_id).filter_by(**values)
    if person.id is not None:
        same = same.where(Staff.id != person.id)
    if session.scalar(same.limit(1)) is not None:
        raise StaffListed(name=values["name"])
    for name, value in values.items():
        setattr(person, name, value)
