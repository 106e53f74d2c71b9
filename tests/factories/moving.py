"""Changes of the superior."""

from sqlalchemy.orm import Session

from app.permissions import Actor
from app.services.organization.superior import NOTHING, Chosen, SuperiorFields, request_superior
from models import Organization, OrganizationChange


def choose(one: Organization | None) -> Chosen:
    """What a chooser sends for this organisation; None: nothing was chosen."""
    return Chosen(str(one.id), one.name) if one else NOTHING


def superior_fields(
    hr: Organization,
    *,
    competent: Organization | None = None,
    superior: Organization | None = None,
    reason: str = "机构改革，划归管理",
) -> SuperiorFields:
    """What the form sends."""
    return SuperiorFields(choose(hr), choose(competent), choose(superior), reason)


def make_superior_change(
    session: Session,
    by: Actor,
    hr: Organization,
    *,
    competent: Organization | None = None,
    superior: Organization | None = None,
) -> OrganizationChange:
    """A change of superior that the member's organisation submitted."""
    return request_superior(session, superior_fields(hr, competent=competent, superior=superior), by=by)
