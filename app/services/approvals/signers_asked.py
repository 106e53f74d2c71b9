"""Whom a countersigned step asks to sign, from the moment it opens."""

from collections.abc import Sequence

from sqlalchemy import func, literal, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.services.approvals.user_tasks import KnownTask
from models import Instance, Membership, Role, SignOff, SignOffKind, User, WorkItem


def open_circles(session: Session, instance_ids: Sequence[int], task: KnownTask) -> int:
    """Ask every member whose role opens the task to sign its new work items, never who submitted the item.

    Returns how many work items have signers: one without would wait for nobody.
    """
    one_by_one = func.row_number().over(partition_by=WorkItem.id, order_by=Membership.id)
    turn = one_by_one if task.is_sequential else literal(1)
    asked = (
        select(WorkItem.id, Membership.user_id, turn, literal(SignOffKind.COUNTERSIGN.value))
        .select_from(WorkItem)
        .join(Instance, Instance.id == WorkItem.instance_id)
        .join(Membership, Membership.organization_id == WorkItem.organization_id)
        .join(User, User.id == Membership.user_id)
        .outerjoin(Role, Role.id == Membership.role_id)
        .where(
            WorkItem.instance_id == func.any(list(instance_ids)),
            WorkItem.user_task_id == task.id,
            WorkItem.closed_at.is_(None),
            Membership.is_enabled,
            User.is_enabled,
            Membership.is_super | (literal(task.permission) == func.any(Role.modules)),
            Membership.user_id.is_distinct_from(Instance.started_by_id),
        )
    )
    names = ["work_item_id", "user_id", "position", "kind"]
    rows = session.execute(insert(SignOff).from_select(names, asked).returning(SignOff.work_item_id))
    return len(set(rows.scalars()))
