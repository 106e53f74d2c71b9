"""How long something has been waiting, in whole days of the calendar."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Date, Integer, cast, func
from sqlalchemy.orm import InstrumentedAttribute


def days_since(moment: InstrumentedAttribute[datetime] | ColumnElement[Any]) -> ColumnElement[int]:
    """Days between the date of `moment` and today, by the clock and time zone of the database session."""
    return cast(func.current_date() - cast(moment, Date), Integer)
