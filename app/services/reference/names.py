"""Short lists that forms offer."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Industry


def industry_names(session: Session) -> list[tuple[str, str]]:
    """All industries (所属行业), code and name."""
    return [(row.code, row.name) for row in session.scalars(select(Industry).order_by(Industry.code))]
