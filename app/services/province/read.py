"""One organisation of the province."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import NotFound
from app.permissions import Actor, Permission
from app.services.guard import require
from app.services.subordinates.read import Below, described
from models import Organization


def read_organization(session: Session, organization_id: int, *, by: Actor) -> Below:
    """What there is to know of it. Raises NotFound."""
    require(by, Permission.PROVINCE_VIEW)
    if session.scalar(select(Organization.id).where(Organization.id == organization_id)) is None:
        raise NotFound()
    return described(session, organization_id, by=by)
