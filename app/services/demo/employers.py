"""Employers: a hospital in a district, a design institute of a city, a school of the province, and many more."""

from random import Random

from app.services.demo.bodies import Bodies, Body
from app.services.demo.departments import ZHENGZHOU, Departments
from app.services.demo.fields import BRANDS, CONSTRUCTION, EDUCATION, FIELDS, HEALTH
from app.services.demo.regions import Place, short_name
from app.services.reference.regions import PROVINCE
from models import Level, OrganizationKind

JINSHUI = "410105"
LEVEL_WEIGHTS = {Level.COUNTY: 70, Level.CITY: 24, Level.PROVINCE: 6}
COMPANY_SHARE = 0.5  # of the bodies in fields that have companies


def make_employers(
    bodies: Bodies, places: list[Place], departments: Departments, chance: Random, count: int
) -> list[Body]:
    """Write `count` employers and return them; the first three are where the demo accounts are."""
    by_code = {place.code: place for place in places}
    made = [
        _employer(by_code[JINSHUI], HEALTH, "金水区启明人民医院（示例）", departments),
        _employer(by_code[ZHENGZHOU], CONSTRUCTION, "郑州筑成建筑勘测设计院（示例）", departments),
        _employer(by_code[PROVINCE], EDUCATION, "河南省春晖职业技术学校（示例）", departments),
    ]
    taken = {body.name for body in made}
    while len(made) < count:
        seat, field = _seat(places, chance), _field(chance)
        kind, is_company = _kind(field, chance)
        stem = "河南省" if seat.code == PROVINCE else short_name(seat)
        name = f"{stem}{chance.choice(BRANDS)}{kind}（示例）"
        if name not in taken:
            taken.add(name)
            made.append(_employer(seat, field, name, departments, is_company=is_company))
    bodies.write(made)
    return made


def _seat(places: list[Place], chance: Random) -> Place:
    level = chance.choices(list(LEVEL_WEIGHTS), list(LEVEL_WEIGHTS.values()))[0]
    return chance.choice([place for place in places if place.level is level])


def _field(chance: Random) -> str:
    return chance.choices(list(FIELDS), [field.weight for field in FIELDS.values()])[0]


def _kind(field: str, chance: Random) -> tuple[str, bool]:
    if FIELDS[field].companies and chance.random() < COMPANY_SHARE:
        return chance.choice(FIELDS[field].companies), True
    return chance.choice(FIELDS[field].bodies), False


def _employer(seat: Place, field: str, name: str, departments: Departments, *, is_company: bool = False) -> Body:
    hr = departments.hr[seat.code]
    return Body(
        OrganizationKind.EMPLOYER,
        seat.level,
        name,
        seat.code,
        industry=FIELDS[field].industry,
        field=field,
        superior=departments.competent.get((seat.code, field)) or hr,
        hr=hr,
        competent=departments.competent.get((seat.code, field)),
        is_company=is_company,
    )
