"""Training bases: some of the province, one in each city as far as the number goes, then in counties."""

from random import Random

from app.services.demo.bodies import Bodies, Body
from app.services.demo.departments import Departments
from app.services.demo.fields import FIELDS
from app.services.demo.regions import Place, short_name
from app.services.reference.regions import PROVINCE
from models import Level, OrganizationKind

PROVINCIAL = 8


def make_bases(
    bodies: Bodies, places: list[Place], departments: Departments, chance: Random, count: int
) -> list[Body]:
    """Write `count` bases and return them; the first belongs to the province and to no competent department."""
    by_level = {level: [place for place in places if place.level is level] for level in Level}
    seats = by_level[Level.PROVINCE] * min(PROVINCIAL, count)
    seats += by_level[Level.CITY][: count - len(seats)]
    seats += chance.sample(by_level[Level.COUNTY], min(count - len(seats), len(by_level[Level.COUNTY])))
    made = [_base(seat, number, departments) for number, seat in enumerate(seats)]
    bodies.write(made)
    return made


def _base(seat: Place, number: int, departments: Departments) -> Body:
    names = list(FIELDS)
    field = names[number % len(names)]
    brand = ("中原", "嵩山", "黄河", "豫兴", "伏牛", "太行", "淮源", "桐柏")[number % 8]
    hr = departments.hr[seat.code]
    competent = departments.competent.get((seat.code, field)) if number else None
    where = "河南省" + brand if seat.code == PROVINCE else short_name(seat) + brand
    return Body(
        OrganizationKind.BASE,
        Level.NATIONAL if number == 1 else seat.level,
        f"{where}{FIELDS[field].base}（示例）",
        seat.code,
        industry=FIELDS[field].industry,
        field=field,
        superior=competent or hr,
        hr=hr,
        competent=competent,
    )
