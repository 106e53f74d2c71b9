"""Whose item it is: the organisation that submitted it, or the person."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.items import item_of_kind
from app.permissions import Submitter, owns
from models import ItemKind


def is_submitter(
    session: Session, by: Submitter, *, item_kind: ItemKind, item_id: int, organization_id: int | None
) -> bool:
    """Whether `by` submitted the item; `organization_id` is that of its instance, or of the submitter's task."""
    if organization_id is not None:
        return owns(by, organization_id=organization_id)
    item = item_of_kind(item_kind)
    own = item.of_person(by) if item.is_personal else None
    if own is None:
        return False
    ids = own.subquery()
    return session.scalar(select(ids.c.id).where(ids.c.id == item_id)) is not None
