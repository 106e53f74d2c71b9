"""HR departments for every region, and the competent departments of a few trades."""

from dataclasses import dataclass

from app.services.demo.bodies import Bodies, Body
from app.services.demo.fields import CONSTRUCTION, EDUCATION, FARMING, HEALTH, INDUSTRY
from app.services.demo.regions import Place
from app.services.reference.regions import PROVINCE
from models import Level, OrganizationKind

ZHENGZHOU, LUOYANG, JIYUAN = "410100", "410300", "419001"
HR_NAMES = {
    PROVINCE: "河南省人力资源和社会保障厅",
    JIYUAN: "济源产城融合示范区人力资源和社会保障局",
}
COMPETENT = (
    (PROVINCE, EDUCATION, "河南省教育厅"),
    (PROVINCE, HEALTH, "河南省卫生健康委员会"),
    (PROVINCE, CONSTRUCTION, "河南省住房和城乡建设厅"),
    (PROVINCE, FARMING, "河南省农业农村厅"),
    (PROVINCE, INDUSTRY, "河南省工业和信息化厅"),
    (ZHENGZHOU, EDUCATION, "郑州市教育局"),
    (ZHENGZHOU, HEALTH, "郑州市卫生健康委员会"),
    (LUOYANG, EDUCATION, "洛阳市教育局"),
    (LUOYANG, HEALTH, "洛阳市卫生健康委员会"),
)


@dataclass(frozen=True)
class Departments:
    """The departments: HR by region code, competent ones by region code and field."""

    hr: dict[str, Body]
    competent: dict[tuple[str, str], Body]


def make_departments(bodies: Bodies, places: list[Place]) -> Departments:
    """Write the tree of HR departments, province to county, and the competent departments beside it."""
    hr: dict[str, Body] = {}
    for place in places:
        superior = None if place.level is Level.PROVINCE else hr[PROVINCE]
        if place.level is Level.COUNTY:
            superior = hr[place.city_code]
        name = HR_NAMES.get(place.code, f"{place.name}人力资源和社会保障局")
        hr[place.code] = Body(OrganizationKind.HR, place.level, name, place.code, industry="S", superior=superior)
    bodies.write(list(hr.values()))
    competent: dict[tuple[str, str], Body] = {}
    for code, field, name in COMPETENT:
        competent[code, field] = Body(
            OrganizationKind.COMPETENT,
            hr[code].level,
            name,
            code,
            industry="S",
            field=field,
            superior=competent.get((PROVINCE, field)) or hr[code],
            hr=hr[code],
        )
    bodies.write([body for body in competent.values() if body.region_code == PROVINCE])
    bodies.write([body for body in competent.values() if body.region_code != PROVINCE])
    return Departments(hr, competent)
