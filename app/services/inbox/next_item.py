"""The item of the same group that comes after one: what opens after a decision."""

from sqlalchemy import BigInteger, bindparam, select
from sqlalchemy.orm import Session

from app.permissions import Actor
from app.services.inbox.groups import GroupKey
from app.services.inbox.scope import IS_WAITING, waiting_values
from app.services.prepared import Prepared
from models import WorkItem

_NEXT = Prepared(
    select(WorkItem.instance_id)
    .where(
        IS_WAITING,
        WorkItem.group_id == bindparam("group_id", type_=BigInteger),
        WorkItem.user_task_id == bindparam("user_task_id", type_=BigInteger),
        WorkItem.id > bindparam("after", type_=BigInteger),
        WorkItem.id != bindparam("this", type_=BigInteger),
    )
    .order_by(WorkItem.id)
    .limit(1)
)


def next_in_group(session: Session, key: GroupKey, work_item_id: int, *, by: Actor) -> int | None:
    """The instance of the next open work item of the group, after the last the first; None: there is no other."""
    place = {"group_id": key.group_id, "user_task_id": key.user_task_id, "this": work_item_id}
    for after in (work_item_id, 0):
        row = _NEXT.run(session, **waiting_values(by), **place, after=after).fetchone()
        if row is not None:
            return int(row[0])
    return None
