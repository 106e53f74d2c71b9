"""Lock and load: instances in id order, so that two verbs never wait for each other in a circle."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ARRAY, BigInteger, bindparam, func, select
from sqlalchemy.orm import Session

from app.errors import NotPermitted
from app.permissions import Actor, Permission, may
from app.services.accounts.actors import load_actor
from app.services.prepared import Prepared
from models import Instance, ItemKind, User, UserTask, WorkItem


class LockedWorkItem(NamedTuple):
    """An open or closed work item whose instance is locked until the transaction ends."""

    id: int
    instance_id: int
    item_id: int
    item_kind: ItemKind
    version_id: int
    path_node_id: int
    revision: int
    started_by_id: int | None
    organization_id: int | None
    user_task_id: int
    task_key: str
    task_name: str
    party: str
    permission: str
    outcomes: list[str]
    closed_at: datetime | None
    outcome: str | None
    assignee_id: int | None
    assignee_name: str | None
    delegated_by_id: int | None
    several_sign: bool
    countersign: str | None
    is_sequential: bool
    is_distinct: bool


def confirm(session: Session, actor: Actor, permission: Permission) -> Actor:
    """Load the actor again and hold his membership and role until the transaction ends.

    A role that was taken away while his page was open counts here: raises NotPermitted.
    """
    present = load_actor(session, membership_id=actor.membership_id, learner_id=actor.learner_id, lock=True)
    if present is None or not may(present, permission):
        raise NotPermitted()
    return present


def lock_work_items(session: Session, work_item_ids: Sequence[int]) -> list[LockedWorkItem]:
    """Lock the instances of these work items, and the work items; unknown ids are left out."""
    rows = _LOCKING.run(session, work_item_ids=list(work_item_ids))
    return [LockedWorkItem._make(row)._replace(item_kind=ItemKind(row.item_kind)) for row in rows]


_LOCKING = Prepared(
    select(
        WorkItem.id,
        WorkItem.instance_id,
        Instance.item_id,
        Instance.item_kind,
        Instance.version_id,
        Instance.path_node_id,
        Instance.revision,
        Instance.started_by_id,
        WorkItem.organization_id,
        WorkItem.user_task_id,
        UserTask.task_key,
        UserTask.name,
        UserTask.party,
        UserTask.permission,
        UserTask.outcomes,
        WorkItem.closed_at,
        WorkItem.outcome,
        WorkItem.assignee_id,
        User.name.label("assignee_name"),
        WorkItem.delegated_by_id,
        WorkItem.several_sign,
        UserTask.countersign,
        UserTask.is_sequential,
        UserTask.is_distinct,
    )
    .join(Instance, Instance.id == WorkItem.instance_id)
    .join(UserTask, UserTask.id == WorkItem.user_task_id)
    .outerjoin(User, User.id == WorkItem.assignee_id)
    .where(WorkItem.id == func.any(bindparam("work_item_ids", type_=ARRAY(BigInteger))))
    .order_by(Instance.id, WorkItem.id)
    .with_for_update(of=[Instance, WorkItem])
)
