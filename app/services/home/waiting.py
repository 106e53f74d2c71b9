"""What waits for a member: how much of each process, and for how long."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ARRAY, BigInteger, Text, any_, bindparam, func, or_, select, true
from sqlalchemy.orm import Session

from app.permissions import Actor
from app.services.inbox.items import of_process
from app.services.inbox.scope import waiting_values
from app.services.prepared import Prepared
from app.services.waiting import days_since
from models import Diagram, ItemKind, UserTask, WorkItem

MOST = 10_000  # rows of one user task that are counted; a page says 10,000+


@dataclass(frozen=True)
class Waiting:
    """So many rows of one process, the oldest for so many days."""

    kind: ItemKind
    name: str
    count: int
    oldest_days: int


def waiting_by_process(session: Session, *, by: Actor) -> Sequence[Waiting]:
    """The processes of which something waits for the actor, those that wait longest first; one statement."""
    rows = _COUNTING.run(session, **waiting_values(by)).fetchall()
    return [Waiting(of_process(row.process_id).kind, row.name, row.total, row.oldest_days) for row in rows]


_ROWS = (
    select(WorkItem.opened_at)
    .where(
        WorkItem.closed_at.is_(None),
        WorkItem.organization_id == bindparam("organization_id", type_=BigInteger),
        WorkItem.user_task_id == UserTask.id,
        or_(
            WorkItem.assignee_id.is_(None),
            WorkItem.assignee_id == any_(bindparam("persons", type_=ARRAY(BigInteger))),
        ),
    )
    .order_by(WorkItem.opened_at)
    .limit(MOST + 1)
    .correlate(UserTask)
    .lateral("waiting")
)
"""The oldest rows at one user task, from ix_work_item_waiting alone."""

_OLDEST = func.min(_ROWS.c.opened_at)
_COUNTING = Prepared(
    select(
        UserTask.process_id,
        Diagram.name,
        func.count().label("total"),
        days_since(_OLDEST).label("oldest_days"),
    )
    .join(Diagram, Diagram.process_id == UserTask.process_id)
    .join(_ROWS, true())
    .where(UserTask.permission == any_(bindparam("modules", type_=ARRAY(Text))))
    .group_by(UserTask.process_id, Diagram.name)
    .order_by(_OLDEST)
)
