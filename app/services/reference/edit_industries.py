"""Industries as an administrator changes them: added, renamed, closed and opened; never deleted."""

import re

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.permissions import Actor, Permission
from app.plain_text import tidy
from app.services.approvals.locking import confirm
from app.services.audit import record
from app.services.reference.holding import hold_entry
from app.services.reference.refusals import CodeThere, NameThere, WrongIndustryCode, WrongName
from models import Industry

MANAGE = Permission.REFERENCE_MANAGE
LONGEST = 40
CODE = re.compile(r"[A-Z]", re.ASCII)


def add_industry(session: Session, code: str, name: str, *, by: Actor) -> None:
    """Add an industry. Raises WrongIndustryCode, WrongName, NameThere, CodeThere."""
    by = confirm(session, by, MANAGE)
    code, name = tidy(code).upper(), _checked_name(session, name)
    if not CODE.fullmatch(code):
        raise WrongIndustryCode()
    row = insert(Industry).values(code=code, name=name, is_edited=True)
    if session.scalar(row.on_conflict_do_nothing().returning(Industry.code)) is None:
        raise CodeThere(code=code, name=session.get_one(Industry, code).name)
    record(session, by=by, action=MANAGE, act="add", industry=code, name=name)


def rename_industry(session: Session, code: str, name: str, *, by: Actor) -> None:
    """Give an industry another name, for what has it too. Raises NotFound, WrongName, NameThere."""
    by = confirm(session, by, MANAGE)
    industry = hold_entry(session, Industry, code)
    name, old = _checked_name(session, name, own=code), industry.name
    industry.name, industry.is_edited = name, True
    session.flush()
    record(session, by=by, action=MANAGE, act="rename", industry=code, old=old, name=name)


def set_industry_open(session: Session, code: str, is_open: bool, *, by: Actor) -> None:
    """Close an industry, so that it cannot be chosen anew, or open it again; doing so twice is no error."""
    by = confirm(session, by, MANAGE)
    industry = hold_entry(session, Industry, code)
    if industry.is_open == is_open:
        return
    industry.is_open, industry.is_edited = is_open, True
    session.flush()
    record(session, by=by, action=MANAGE, act="open" if is_open else "close", industry=code, name=industry.name)


def _checked_name(session: Session, text: str, *, own: str = "") -> str:
    name = tidy(text)
    if not 0 < len(name) <= LONGEST:
        raise WrongName(most=LONGEST)
    there = select(Industry.code).where(Industry.name == name, Industry.code != own, Industry.is_open).limit(1)
    if code := session.scalar(there):
        raise NameThere(name=name, code=code)
    return name
