"""Whether an item is back with its submitter, so that its files may be changed."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.services.approvals.returned import returned_tasks
from models import Instance, ItemKind


def is_returned(session: Session, kind: ItemKind, item_id: int) -> bool:
    """Read under the instance's lock, which a resubmission holds too: lock the item only after this."""
    live = select(Instance.id).where(
        Instance.item_kind == kind, Instance.item_id == item_id, Instance.ended_at.is_(None)
    )
    session.execute(live.with_for_update())
    return session.scalar(returned_tasks(kind, item_id)) is not None
