"""Changes of organisations."""

from io import BytesIO

from sqlalchemy.orm import Session

from app.permissions import Actor
from app.services.organization.change import ChangeFields, Scan, request_change
from models import Organization, OrganizationChange
from tests.factories.planning import PDF
from tests.factories.rows import numbers


def make_change(session: Session, by: Actor, *, name: str = "", credit_code: str = "") -> OrganizationChange:
    """A change that the member's organisation submitted: by default of its name alone."""
    now = session.get_one(Organization, by.organization_id).credit_code
    fields = ChangeFields(name or f"更名后的单位{next(numbers)}", credit_code or now, "经批复更名")
    return request_change(session, fields, Scan(BytesIO(PDF), "证书.pdf"), by=by)
