"""The files beside an item, and one of them for whoever may look at the item."""

from collections.abc import Sequence

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from app.errors import NotFound
from app.items import item_of_kind
from app.permissions import Actor, may
from app.services.approvals.visibility import is_visible_to
from app.services.files import StoredFileMissing, storage
from models import Attachment, Instance, ItemKind


def attachments_of(session: Session, kind: ItemKind, item_id: int) -> Sequence[Attachment]:
    """The files of an item that the caller may look at, oldest first."""
    query = select(Attachment).where(
        Attachment.item_kind == kind, Attachment.item_id == item_id, Attachment.removed_at.is_(None)
    )
    return session.scalars(query.order_by(Attachment.id)).all()


def open_attachment(session: Session, attachment_id: int, *, by: Actor) -> tuple[Attachment, bytes]:
    """A file and its content, for its own organisation's members who submit such items, and its reviewers.

    Raises NotFound.
    """
    seen = exists(
        select(Instance.id).where(
            Instance.item_kind == Attachment.item_kind,
            Instance.item_id == Attachment.item_id,
            is_visible_to(by),
        )
    )
    row = session.scalars(
        select(Attachment).where(
            Attachment.id == attachment_id,
            Attachment.removed_at.is_(None),
            or_(Attachment.organization_id == by.organization_id, seen),
        )
    ).one_or_none()
    if row is None or by.is_learner:
        raise NotFound()
    if row.organization_id == by.organization_id and not may(by, item_of_kind(row.item_kind).start_permission):
        raise NotFound()
    try:
        with storage().open(row.file_key) as source:
            return row, source.read()
    except StoredFileMissing:
        raise NotFound() from None
