"""Which work items are in an actor's inbox: the rule, once."""

from typing import Any

from sqlalchemy import ARRAY, BigInteger, ColumnElement, Text, and_, any_, bindparam, func, literal, or_, select

from app.permissions import Actor
from models import UserTask, WorkItem


def is_waiting_for(by: Actor) -> ColumnElement[bool]:
    """The rule with the actor's values in it."""
    whose = waiting_values(by)
    return _is_waiting(
        whose["organization_id"],
        literal(whose["modules"], ARRAY(Text)),
        literal(whose["persons"], ARRAY(BigInteger)),
    )


def waiting_values(by: Actor) -> dict[str, Any]:
    """What IS_WAITING asks of an actor. A learner acts for no organisation: nothing waits for him here."""
    return {
        "organization_id": None if by.is_learner else by.organization_id,
        "modules": sorted(by.clearing),
        "persons": list(by.persons),
    }


def _is_waiting(organization_id: Any, modules: Any, persons: Any) -> ColumnElement[bool]:
    """Open, of the actor's organisation, at a user task whose module he may clear, and held by no colleague.

    The user tasks are gathered first (an array), so that the rows come from ix_work_item_inbox alone. The 0 hides
    the user task from ix_work_item_waiting, which would send every row to the table: cheap for the organisation
    that a plan for all of them is made for, and ten times as dear for one with 10,000 rows.
    """
    tasks = select(UserTask.id).where(UserTask.permission == any_(modules))
    return and_(
        WorkItem.closed_at.is_(None),
        WorkItem.organization_id == organization_id,
        WorkItem.user_task_id + 0 == any_(func.array(tasks.scalar_subquery())),
        or_(WorkItem.assignee_id.is_(None), WorkItem.assignee_id == any_(persons)),
    )


IS_WAITING = _is_waiting(
    bindparam("organization_id", type_=BigInteger),
    bindparam("modules", type_=ARRAY(Text)),
    bindparam("persons", type_=ARRAY(BigInteger)),
)
"""The rule for statements that are compiled once; they are run with `waiting_values`."""
