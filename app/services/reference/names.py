"""Short lists that forms offer."""

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models import Industry


def industry_names(session: Session) -> list[tuple[str, str]]:
    """All industries (所属行业), code and name."""
    return [(row.code, row.name) for row in session.scalars(select(Industry).order_by(Industry.code))]


def open_industries(session: Session, *, and_also: str | None = None) -> list[tuple[str, str]]:
    """Those that can be chosen: the open ones, and the one that the row has already."""
    query = select(Industry).where(or_(Industry.is_open, Industry.code == and_also)).order_by(Industry.code)
    return [(row.code, row.name) for row in session.scalars(query)]


def is_open_industry(session: Session, code: str) -> bool:
    """Whether an industry can be chosen."""
    found = session.get(Industry, code)
    return found is not None and found.is_open
