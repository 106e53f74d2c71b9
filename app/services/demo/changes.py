"""A base of the demo that asks its superior for another name."""

from collections.abc import Mapping
from io import BytesIO

from fpdf import FPDF
from sqlalchemy.orm import Session

from app.services.accounts.actors import load_actor
from app.services.demo.bodies import Body
from app.services.organization.change import ChangeFields, Scan, request_change
from models import Organization

REASON = "经机构编制部门批复更名，信用代码不变。"


def start_change(session: Session, base: Body, clerks: Mapping[int, int]) -> None:
    """Ask for the change, with a certificate that says it is none."""
    actor = load_actor(session, membership_id=clerks[base.id])
    if actor is None:
        raise LookupError(base.id)
    code = session.get_one(Organization, base.id).credit_code
    fields = ChangeFields(base.name.replace("（示例）", "总校（示例）"), code, REASON)
    request_change(session, fields, Scan(BytesIO(_certificate()), "统一社会信用代码证.pdf"), by=actor)


def _certificate() -> bytes:
    page = FPDF(orientation="landscape", format="A4")
    page.add_page()
    page.set_font("Helvetica", size=36)
    page.cell(0, 40, "SPECIMEN", align="C")
    return bytes(page.output())
