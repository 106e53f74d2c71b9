"""What all factories share: numbers that never repeat, and saving a row so that it has its id."""

from itertools import count
from typing import TypeVar

from sqlalchemy.orm import Session

Row = TypeVar("Row")
numbers = count(1)


def saved(session: Session, row: Row) -> Row:
    """Add the row and flush, so that it has its id."""
    session.add(row)
    session.flush()
    return row
