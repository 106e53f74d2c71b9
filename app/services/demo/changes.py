"""Bases of the demo that ask for another name, and for another superior."""

from collections.abc import Mapping, Sequence
from io import BytesIO

from fpdf import FPDF
from sqlalchemy.orm import Session

from app.items.in_flight import in_flight
from app.permissions import Actor
from app.services.accounts.actors import load_actor
from app.services.demo.bodies import Body
from app.services.organization.change import ChangeFields, Scan, request_change
from app.services.organization.superior import Chosen, SuperiorFields, request_superior
from models import Organization

REASON = "经机构编制部门批复更名，信用代码不变。"
MOVING = "机构改革，不再由主管部门管理，改由同级人社部门直接管理。"


def start_change(session: Session, base: Body, clerks: Mapping[int, int]) -> None:
    """Ask for the change, with a certificate that says it is none."""
    actor = _actor(session, base, clerks)
    code = session.get_one(Organization, base.id).credit_code
    fields = ChangeFields(base.name.replace("（示例）", "总校（示例）"), code, REASON)
    request_change(session, fields, Scan(BytesIO(_certificate()), "统一社会信用代码证.pdf"), by=actor)


def start_move(session: Session, bases: Sequence[Body], clerks: Mapping[int, int]) -> None:
    """The first base that has a competent department and nothing on its way asks to belong to the other one."""
    for base in bases:
        if base.hr and base.superior is not base.hr and not in_flight(session, base.id):
            fields = SuperiorFields(Chosen(str(base.hr.id)), reason=MOVING)
            request_superior(session, fields, by=_actor(session, base, clerks))
            return


def _actor(session: Session, base: Body, clerks: Mapping[int, int]) -> Actor:
    actor = load_actor(session, membership_id=clerks[base.id])
    if actor is None:
        raise LookupError(base.id)
    return actor


def _certificate() -> bytes:
    page = FPDF(orientation="landscape", format="A4")
    page.add_page()
    page.set_font("Helvetica", size=36)
    page.cell(0, 40, "SPECIMEN", align="C")
    return bytes(page.output())
