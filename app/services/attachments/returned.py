"""Whether an item is back with its submitter, so that its files may be changed."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.items import item_of_kind
from models import Instance, ItemKind, UserTask, WorkItem


def is_returned(session: Session, kind: ItemKind, item_id: int) -> bool:
    """Read under the instance's lock, which a resubmission holds too: lock the item only after this."""
    live = select(Instance.id).where(
        Instance.item_kind == kind, Instance.item_id == item_id, Instance.ended_at.is_(None)
    )
    instance_id = session.scalar(live.with_for_update())
    back = (
        select(WorkItem.id)
        .join(UserTask, UserTask.id == WorkItem.user_task_id)
        .where(
            WorkItem.instance_id == instance_id,
            WorkItem.closed_at.is_(None),
            UserTask.party == item_of_kind(kind).submitter_party,
        )
    )
    return session.scalar(back.limit(1)) is not None
