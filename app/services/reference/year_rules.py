"""What each year asks of a learner in Henan: 90 hours, of these 24 public and 60 professional.

令第25号第8条 gives the 90 and the two thirds; 豫人社〔2017〕121号 gives the 24. The 6 left may be of either kind.
"""

from decimal import Decimal

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.services.reference.regions import PROVINCE
from models import YearRule

YEARS = range(2024, 2028)
MINIMUMS = {
    "total_hours": Decimal(90),
    "public_hours": Decimal(24),
    "professional_hours": Decimal(60),
    "hours_per_day": Decimal(8),
    "pass_mark": Decimal(60),
}


def load_year_rules(session: Session) -> int:
    """Insert the years that are missing; a year that is there may have been changed, and stays."""
    session.execute(
        insert(YearRule).on_conflict_do_nothing(index_elements=["region_code", "year"]),
        [{"region_code": PROVINCE, "year": year, **MINIMUMS} for year in YEARS],
    )
    return len(YEARS)
