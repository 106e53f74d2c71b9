"""What nobody can go on with, oldest first, and why: for system administrators, who see no learners' names."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from app.errors import NotFound
from app.permissions import Actor, Permission
from app.services.guard import require
from app.services.page import PAGE_ROWS, Page, page_of
from app.services.prepared import Prepared
from app.services.waiting import days_since
from models import Alarm, AlarmKind, Diagram, Instance, Organization, UserTask, WorkItem

COUNTED_AT_MOST = 1000


@dataclass(frozen=True)
class AlarmRow:
    """An open work item that needs an organisation; `suggested` is the superior of whoever submitted it."""

    id: int
    kind: AlarmKind
    instance_id: int
    process_name: str
    task_name: str
    submitter: str | None
    holder: str | None
    suggested: str | None
    created_at: datetime
    waiting_days: int


def list_alarms(session: Session, *, by: Actor, after: int | None = None, limit: int = PAGE_ROWS) -> Page[AlarmRow]:
    """Those that are not settled; one statement."""
    require(by, Permission.ALARM_MANAGE)
    query = _rows().where(Alarm.id > (after or 0)).order_by(Alarm.id).limit(limit + 1)
    return page_of([AlarmRow(**row._mapping) for row in session.execute(query)], limit, lambda row: row.id)


def find_alarm(session: Session, alarm_id: int, *, by: Actor) -> AlarmRow:
    """One that is not settled. Raises NotFound."""
    require(by, Permission.ALARM_MANAGE)
    row = session.execute(_rows().where(Alarm.id == alarm_id)).one_or_none()
    if row is None:
        raise NotFound()
    return AlarmRow(**row._mapping)


def count_alarms(session: Session, by: Actor) -> int:
    """How many there are, up to 1,000."""
    (count,) = _counting().run(session).fetchall()[0]
    return int(count)


@cache
def _counting() -> Prepared:
    """Every page of a system administrator asks for it, and building it costs more than running it: built once."""
    some = _rows().with_only_columns(Alarm.id).limit(COUNTED_AT_MOST).subquery()
    return Prepared(select(func.count()).select_from(some))


def _rows() -> Select[*tuple[Any, ...]]:
    submitter, holder, above = aliased(Organization), aliased(Organization), aliased(Organization)
    return (
        select(
            Alarm.id,
            Alarm.kind,
            WorkItem.instance_id,
            Diagram.name.label("process_name"),
            UserTask.name.label("task_name"),
            submitter.name.label("submitter"),
            holder.name.label("holder"),
            above.name.label("suggested"),
            Alarm.created_at,
            days_since(WorkItem.opened_at).label("waiting_days"),
        )
        .join(WorkItem, WorkItem.id == Alarm.work_item_id)
        .join(Instance, Instance.id == WorkItem.instance_id)
        .join(UserTask, UserTask.id == WorkItem.user_task_id)
        .join(Diagram, Diagram.process_id == UserTask.process_id)
        .outerjoin(submitter, submitter.id == Instance.organization_id)
        .outerjoin(holder, holder.id == WorkItem.organization_id)
        .outerjoin(above, above.id == func.coalesce(submitter.superior_id, submitter.hr_id))
        .where(Alarm.settled_at.is_(None), WorkItem.closed_at.is_(None))
    )
