"""The present year's last days, so that start pages have something to remind of."""

from datetime import date

from sqlalchemy import update
from sqlalchemy.orm import Session

from app.today import today
from models import YearRule


def set_deadlines(session: Session) -> None:
    """Declared until the end of the year; public hours by the end of October, as is usual (the others with it)."""
    year = today().year
    session.execute(
        update(YearRule)
        .where(YearRule.year == year)
        .values(
            declare_from=date(year, 1, 1),
            declare_until=date(year, 12, 31),
            public_deadline=date(year, 10, 31),
            professional_deadline=date(year, 12, 31),
        )
    )
