"""Which work items are in an actor's inbox: the rule, once."""

from sqlalchemy import ColumnElement, and_, any_, func, select

from app.permissions import Actor
from models import UserTask, WorkItem


def is_waiting_for(by: Actor) -> ColumnElement[bool]:
    """Open, of the actor's organisation, at a user task whose permission module his role holds.

    The user tasks are gathered first (an array), so that the rows come from ix_work_item_inbox alone. A
    learner acts for no organisation: nothing waits for him here.
    """
    organization_id = None if by.is_learner else by.organization_id
    tasks = select(UserTask.id).where(UserTask.permission.in_(sorted(by.modules)))
    return and_(
        WorkItem.closed_at.is_(None),
        WorkItem.organization_id == organization_id,
        WorkItem.user_task_id == any_(func.array(tasks.scalar_subquery())),
    )
