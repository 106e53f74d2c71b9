"""Load all reference data in the order in which it refers to itself."""

from typing import NamedTuple

from sqlalchemy.orm import Session

from app.services.reference.industries import load_industries
from app.services.reference.regions import load_regions
from app.services.reference.year_rules import load_year_rules


class Loaded(NamedTuple):
    """How many rows of each kind the program brings along."""

    regions: int
    industries: int
    year_rules: int


def load_reference(session: Session) -> Loaded:
    """Bring regions, industries and year rules up to date; what was there keeps its references.

    May be run again at any time: names are corrected, nothing is removed. What an administrator edited is left as
    it is, and so are the minimums of a year that are there already.
    """
    return Loaded(load_regions(session), load_industries(session), load_year_rules(session))
