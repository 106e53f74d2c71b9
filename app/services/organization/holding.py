"""Taking turns within an organisation."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.permissions import Actor
from models import Organization


def hold_organization(session: Session, *, by: Actor) -> None:
    """Let one member at a time change what his organisation keeps, so that nothing is entered twice."""
    own = select(Organization.id).where(Organization.id == by.organization_id)
    session.execute(own.with_for_update(key_share=True))
