"""Holding a row of reference data while it is changed."""

from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import NotFound
from models import Industry, Region

Entry = TypeVar("Entry", Region, Industry)


def hold_entry(session: Session, kind: type[Entry], code: str) -> Entry:
    """The row as it is now, held against other changes; rows that only name it are not held up. Raises NotFound."""
    query = select(kind).where(kind.code == code).with_for_update(key_share=True)
    entry = session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if entry is None:
        raise NotFound()
    return entry
