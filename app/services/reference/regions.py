"""The regions of Henan by their codes of GB/T 2260: the province, 18 cities, and their counties.

`regions.csv` follows the code list of the Ministry of Civil Affairs as it stood at the end of 2024: 54 districts,
21 county-level cities and 82 counties. One of these, 419001 济源, is administered by the province itself; it
stands among the cities here, and so has no county below it.
"""

import csv
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from models import Level, Region

PROVINCE = "410000"


class KnownRegion(NamedTuple):
    """A line of `regions.csv`."""

    code: str
    name: str
    level: Level
    parent_code: str | None


@lru_cache(maxsize=1)
def known_regions() -> tuple[KnownRegion, ...]:
    """Return the regions that the program brings along, parents before their children."""
    text = files(__package__).joinpath("regions.csv").read_text(encoding="utf-8")
    return tuple(
        KnownRegion(row["code"], row["name"], Level(row["level"]), row["parent_code"] or None)
        for row in csv.DictReader(text.splitlines())
    )


def load_regions(session: Session) -> int:
    """Insert the regions, or correct those that nobody edited; return how many there are."""
    rows = [region._asdict() for region in known_regions()]
    new = insert(Region)
    changed = {name: new.excluded[name] for name in ("name", "level", "parent_code")}
    correct = new.on_conflict_do_update(index_elements=["code"], set_=changed, where=~Region.is_edited)
    session.execute(correct, rows)
    return len(rows)
