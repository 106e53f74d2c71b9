"""Reminding of limits: a sweep, which tells each recipient once of all that is due to be said, and never twice."""

from functools import cache

from sqlalchemy import ARRAY, Integer, Text, any_, bindparam, case, cast, func, literal, or_, select, update
from sqlalchemy.orm import Session

from app.items import ITEMS
from app.services.approvals.tables import work_item
from app.services.approvals.telling import is_told_person
from app.services.approvals.told import BY_CLOCK, awaited, pass_on_now, telling_of_work, with_task
from app.services.prepared import Prepared
from models import Instance, NotificationKind, WorkItem

AT_ONCE = 100_000


def remind_due(session: Session, *, limit: int = AT_ONCE) -> int:
    """Tell who holds what is to be reminded of, or who may clear it; returns of how many work items.

    What another worker reminds of meanwhile, and what is being decided, is passed over.
    """
    count, told = _reminding().run(session, limit=limit, **BY_CLOCK).fetchone() or (0, None)
    if told:
        pass_on_now(session, told)
    return int(count)


@cache
def _reminding() -> Prepared:
    """One statement: mark, and tell of what was marked."""
    due = (
        select(WorkItem.id)
        .where(WorkItem.closed_at.is_(None), WorkItem.reminded_at.is_(None), WorkItem.remind_at <= func.now())
        .order_by(WorkItem.remind_at)
        .limit(bindparam("limit", type_=Integer))
        .with_for_update(skip_locked=True)
        .cte("due")
    )
    columns = (work_item.c.instance_id, work_item.c.group_id, work_item.c.organization_id)
    reminded = (
        update(work_item)
        .where(work_item.c.id == due.c.id)
        .values(reminded_at=func.now())
        .returning(*columns, work_item.c.user_task_id, work_item.c.assignee_id)
        .cte("reminded")
    )
    persons = [str(item.kind) for item in ITEMS if is_told_person(item.kind)]
    is_person = reminded.c.organization_id.is_(None)
    is_told = cast(Instance.item_kind, Text) == any_(literal(persons, ARRAY(Text)))
    of = (
        with_task(reminded)
        .add_columns(case((is_person, Instance.started_by_id), else_=reminded.c.assignee_id).label("told_id"))
        .where(or_(~is_person, is_told & Instance.started_by_id.is_not(None)))
        .subquery("of")
    )
    told = telling_of_work(NotificationKind.REMINDED, of, of.c.told_id)
    count = select(func.count()).select_from(reminded).scalar_subquery()
    return Prepared(select(count, awaited(told)))
