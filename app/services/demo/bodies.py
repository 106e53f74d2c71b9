"""An organisation of the demo, and how a list of them is written."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count

from sqlalchemy.orm import Session

from app.services.demo.areas import area_code
from app.services.demo.copying import copy_rows, take_ids
from app.services.demo.names import Names
from app.services.demo.numbers import nth_credit_code, office_line
from app.services.name_key import name_key
from models import Level, Organization, OrganizationKind

COLUMNS = (
    "id",
    "kind",
    "level",
    "name",
    "name_key",
    "credit_code",
    "region_code",
    "industry_code",
    "superior_id",
    "hr_id",
    "competent_id",
    "contact_name",
    "contact_phone",
)
PREFIXES = {  # who registers it (1 the staffing office, 9 the market regulator), and what it is
    OrganizationKind.HR: "11",
    OrganizationKind.COMPETENT: "11",
    OrganizationKind.BASE: "12",
    OrganizationKind.EMPLOYER: "12",
    OrganizationKind.SYSTEM: "12",
    OrganizationKind.SECURITY: "12",
    OrganizationKind.AUDIT: "12",
}


@dataclass
class Body:
    """An organisation on its way into the table; `field` says what its people do (see fields.py)."""

    kind: OrganizationKind
    level: Level
    name: str
    region_code: str
    industry: str | None = None
    field: str = ""
    superior: "Body | None" = None
    hr: "Body | None" = None
    competent: "Body | None" = None
    is_company: bool = False
    id: int = 0


class Bodies:
    """Writes organisations and counts them, so that credit codes and lines differ."""

    def __init__(self, session: Session, names: Names) -> None:
        self._session = session
        self._names = names
        self._numbers = count(1)

    def write(self, bodies: Sequence[Body]) -> None:
        """Give each body its id and write them all; superiors must come before those below them."""
        for body, id_ in zip(bodies, take_ids(self._session, Organization, len(bodies)), strict=True):
            body.id = id_
        copy_rows(self._session, Organization, COLUMNS, self._rows(bodies))

    def _rows(self, bodies: Sequence[Body]) -> Iterator[tuple[object, ...]]:
        for body in bodies:
            number = next(self._numbers)
            prefix = "91" if body.is_company else PREFIXES[body.kind]
            yield (
                body.id,
                body.kind,
                body.level,
                body.name,
                name_key(body.name),
                nth_credit_code(number, prefix=prefix),
                body.region_code,
                body.industry,
                body.superior and body.superior.id,
                body.hr and body.hr.id,
                body.competent and body.competent.id,
                self._names.draw(is_man=number % 2 == 1),
                office_line(area_code(body.region_code), number),
            )
