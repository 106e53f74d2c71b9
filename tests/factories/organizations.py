"""Regions and organisations of every kind."""

from itertools import count
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.services.demo.numbers import nth_credit_code, office_line
from app.services.name_key import name_key
from models import Level, Organization, OrganizationKind, Region
from tests.factories.rows import numbers, saved

_regions = count(1)


def make_region(
    session: Session,
    *,
    code: str | None = None,
    name: str = "测试县",
    level: Level = Level.COUNTY,
    parent: Region | None = None,
) -> Region:
    """A region; its code begins with 9 unless given, and so is no real one."""
    code = code or f"9{next(_regions) % 100_000:05d}"
    return saved(session, Region(code=code, name=name, level=level, parent_code=parent and parent.code))


def make_organization(
    session: Session,
    kind: OrganizationKind,
    *,
    name: str | None = None,
    level: Level = Level.COUNTY,
    region: Region | None = None,
    region_code: str | None = None,
    **columns: Any,
) -> Organization:
    """An organisation of any kind; the functions below know what each kind needs."""
    number = next(numbers)
    name = name or f"测试{kind.label}{number}"
    columns.setdefault("credit_code", nth_credit_code(number))
    columns.setdefault("contact_name", "赵测试")
    columns.setdefault("contact_phone", office_line("0371", number))
    return saved(
        session,
        Organization(
            kind=kind,
            level=level,
            name=name,
            name_key=name_key(name),
            region_code=region_code or (region or make_region(session, level=level)).code,
            **columns,
        ),
    )


def make_hr(
    session: Session,
    *,
    name: str | None = None,
    level: Level = Level.COUNTY,
    superior: Organization | None = None,
    **columns: Any,
) -> Organization:
    """An HR department; without a superior it is the top of its tree."""
    columns["superior_id"] = superior and superior.id
    return make_organization(session, OrganizationKind.HR, name=name, level=level, **columns)


def make_competent(session: Session, *, hr: Organization | None = None, **columns: Any) -> Organization:
    """A competent department (主管部门) beside an HR department of its level."""
    return _beside_hr(session, OrganizationKind.COMPETENT, hr, columns)


def make_employer(session: Session, *, hr: Organization | None = None, **columns: Any) -> Organization:
    """An employer; `hr` decides its learners' scores after it."""
    return _beside_hr(session, OrganizationKind.EMPLOYER, hr, columns)


def make_base(
    session: Session, *, hr: Organization | None = None, competent: Organization | None = None, **columns: Any
) -> Organization:
    """A training base; its superior is its competent department if it has one."""
    columns["competent_id"] = competent and competent.id
    if competent:
        columns.setdefault("superior_id", competent.id)
        hr = hr or session.get(Organization, competent.hr_id)
    return _beside_hr(session, OrganizationKind.BASE, hr, columns)


def make_office(session: Session, kind: OrganizationKind, **columns: Any) -> Organization:
    """The office of one of the three duties; there is one of each, so a second call finds the first."""
    there = session.scalars(select(Organization).where(Organization.kind == kind)).one_or_none()
    return there or make_organization(session, kind, level=Level.PROVINCE, **columns)


def _beside_hr(
    session: Session, kind: OrganizationKind, hr: Organization | None, columns: dict[str, Any]
) -> Organization:
    hr = hr or make_hr(session)
    defaults: dict[str, Any] = {"superior_id": hr.id, "hr_id": hr.id, "level": hr.level}
    if not columns.get("region"):
        defaults["region_code"] = hr.region_code
    return make_organization(session, kind, **(defaults | columns))
