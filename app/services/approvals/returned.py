"""Items that are back with their submitters, to be corrected and submitted again."""

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.items import item_of_kind
from app.services.approvals.locking import LockedWorkItem, lock_work_items
from models import Instance, ItemKind, UserTask, WorkItem


def returned_tasks(kind: ItemKind, item_id: int) -> Select[int]:
    """Ids of the open work items by which an item is back with its submitter: one, or none."""
    return (
        select(WorkItem.id)
        .join(Instance, Instance.id == WorkItem.instance_id)
        .join(UserTask, UserTask.id == WorkItem.user_task_id)
        .where(
            Instance.item_kind == kind,
            Instance.item_id == item_id,
            WorkItem.closed_at.is_(None),
            UserTask.party == item_of_kind(kind).submitter_party,
        )
    )


def lock_returned_task(session: Session, kind: ItemKind, item_id: int) -> LockedWorkItem | None:
    """The task by which an item is back with its submitter, locked with its instance; None: it is not back.

    Instance before item, as the approval verbs lock them: the caller locks the item after this.
    """
    rows = lock_work_items(session, session.scalars(returned_tasks(kind, item_id)).all())
    return next((row for row in rows if row.closed_at is None), None)
