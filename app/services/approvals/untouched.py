"""The rule of withdrawing: only while nothing but the start has happened."""

from typing import overload

from sqlalchemy import ColumnElement
from sqlalchemy.orm import InstrumentedAttribute


@overload
def is_untouched(event_count: int) -> bool: ...
@overload
def is_untouched(event_count: InstrumentedAttribute[int] | ColumnElement[int]) -> ColumnElement[bool]: ...
def is_untouched(event_count: object) -> object:
    """Whether an instance with so many events was decided by nobody; asked of a number or of the column."""
    return event_count == 1
