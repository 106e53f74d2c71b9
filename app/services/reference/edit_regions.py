"""Regions as an administrator changes them: added, renamed, closed and opened; never deleted."""

import re

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.errors import NotFound
from app.permissions import Actor, Permission
from app.plain_text import tidy
from app.services.approvals.locking import confirm
from app.services.audit import record
from app.services.reference.holding import hold_entry
from app.services.reference.refusals import (
    CodeThere,
    DepartmentThere,
    LowestLevel,
    NameThere,
    RegionClosed,
    RegionsBelow,
    WrongName,
    WrongRegionCode,
)
from models import Level, Organization, OrganizationKind, Region

MANAGE = Permission.REFERENCE_MANAGE
LONGEST = 40
CODE = re.compile(r"[1-9][0-9]{5}", re.ASCII)
BELOW = {Level.PROVINCE: Level.CITY, Level.CITY: Level.COUNTY}


def add_region(session: Session, parent_code: str, code: str, name: str, *, by: Actor) -> None:
    """Add a region below another. Raises NotFound, LowestLevel, RegionClosed, or what is wrong with a field."""
    by = confirm(session, by, MANAGE)
    parent = hold_entry(session, Region, parent_code)
    if parent.level not in BELOW:
        raise LowestLevel(region=parent.name)
    if not parent.is_open:
        raise RegionClosed(region=parent.name)
    code, name = tidy(code), _checked_name(session, parent.code, name)
    if not CODE.fullmatch(code):
        raise WrongRegionCode()
    row = insert(Region).values(
        code=code, name=name, level=BELOW[parent.level], parent_code=parent.code, is_edited=True
    )
    if session.scalar(row.on_conflict_do_nothing().returning(Region.code)) is None:
        raise CodeThere(code=code, name=session.get_one(Region, code).name)
    record(session, by=by, action=MANAGE, act="add", region=code, name=name)


def rename_region(session: Session, code: str, name: str, *, by: Actor) -> None:
    """Give a region another name; what stands in it shows it at once. Raises NotFound, WrongName, NameThere."""
    by = confirm(session, by, MANAGE)
    region = _find(session, code)
    if region.parent_code:
        hold_entry(session, Region, region.parent_code)  # against a namesake beside it in this moment
    region = hold_entry(session, Region, code)
    name, old = _checked_name(session, region.parent_code, name, own=code), region.name
    region.name, region.is_edited = name, True
    session.flush()
    record(session, by=by, action=MANAGE, act="rename", region=code, old=old, name=name)


def set_region_open(session: Session, code: str, is_open: bool, *, by: Actor) -> None:
    """Close a region, so that it cannot be chosen anew, or open it again; doing so twice is no error.

    Raises NotFound, RegionsBelow, DepartmentThere, RegionClosed (the one above it).
    """
    by = confirm(session, by, MANAGE)
    region = _find(session, code)
    if region.parent_code and is_open:
        refuse_closed(session, region.parent_code)
    region = hold_entry(session, Region, code)
    if region.is_open == is_open:
        return
    if not is_open:
        _refuse_needed(session, region)
    region.is_open, region.is_edited = is_open, True
    session.flush()
    record(session, by=by, action=MANAGE, act="open" if is_open else "close", region=code, name=region.name)


def refuse_closed(session: Session, code: str) -> None:
    """Raise RegionClosed for a closed region, and keep an open one so until the transaction ends."""
    query = select(Region.name, Region.is_open).where(Region.code == code)
    row = session.execute(query.with_for_update(read=True)).one()
    if not row.is_open:
        raise RegionClosed(region=row.name)


def _refuse_needed(session: Session, region: Region) -> None:
    below = select(func.count()).where(Region.parent_code == region.code, Region.is_open)
    if count := session.scalar(below):
        raise RegionsBelow(region=region.name, count=count)
    is_here = (Organization.kind == OrganizationKind.HR, Organization.region_code == region.code)
    if name := session.scalar(select(Organization.name).where(*is_here, Organization.is_enabled)):
        raise DepartmentThere(region=region.name, name=name)


def _find(session: Session, code: str) -> Region:
    region = session.get(Region, code)
    if region is None:
        raise NotFound()
    return region


def _checked_name(session: Session, parent_code: str | None, text: str, *, own: str = "") -> str:
    name = tidy(text)
    if not 0 < len(name) <= LONGEST:
        raise WrongName(most=LONGEST)
    beside = (Region.parent_code.is_not_distinct_from(parent_code), Region.code != own, Region.is_open)
    if there := session.scalar(select(Region.code).where(*beside, Region.name == name).limit(1)):
        raise NameThere(name=name, code=there)
    return name
