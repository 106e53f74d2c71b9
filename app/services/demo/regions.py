"""The places of the demo: the real regions, as the reference data name them."""

from dataclasses import dataclass

from app.services.reference.regions import PROVINCE, KnownRegion, known_regions
from models import Level

SUFFIXES = ("回族区", "市", "区", "县")


@dataclass(frozen=True)
class Place:
    """A region, with its name as organisations carry it."""

    code: str
    name: str
    level: Level
    city_code: str  # its own where it is a city; the province's where it is the province


def places() -> list[Place]:
    """Return all regions, parents before their children."""
    return [_place(region) for region in known_regions()]


def short_name(place: Place) -> str:
    """Return the name without its rank, where two characters remain: 郑州市 is 郑州, 杞县 stays."""
    for suffix in SUFFIXES:
        stem = place.name.removesuffix(suffix)
        if stem != place.name and len(stem) > 1:
            return stem
    return place.name


def _place(region: KnownRegion) -> Place:
    is_county = region.level is Level.COUNTY
    city_code = (region.parent_code or PROVINCE) if is_county else region.code
    return Place(region.code, region.name, region.level, city_code)
