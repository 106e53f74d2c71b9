"""Whose figures a reader may see: his own organisation's, and a department those of the organisations below it."""

from sqlalchemy.orm import Session

from app.errors import NotFound
from app.permissions import Actor, Permission
from app.services.guard import require
from app.services.statistics.scope import DEPARTMENTS
from app.services.subordinates.scope import refuse_not_below
from models import Organization


def organization_of(session: Session, organization_id: int | None, *, by: Actor) -> Organization:
    """The organisation asked for, or the reader's own. Raises NotFound where he may not look."""
    require(by, Permission.DASHBOARD_VIEW)
    wanted = organization_id or by.organization_id
    if wanted != by.organization_id:
        if by.kind not in DEPARTMENTS:
            raise NotFound()
        refuse_not_below(session, wanted, by=by)
    return session.get_one(Organization, wanted)
