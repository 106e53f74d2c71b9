"""Alarms of open work at organisations that have nobody who may decide it: a sweep, which settles old ones too."""

from sqlalchemy import Integer, bindparam, exists, func, literal, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.services.approvals.able import has_able
from app.services.approvals.tables import alarm
from app.services.prepared import Prepared
from models import Alarm, AlarmKind, Membership, Organization, User, UserTask, WorkItem

AT_ONCE = 10_000


def raise_alarms(session: Session, *, limit: int = AT_ONCE) -> int:
    """Settle what is decided or can be again, and raise what came since; returns how many were raised."""
    _SETTLING.run(session)
    return len(_RAISING.run(session, limit=limit).fetchall())


def _settling() -> Prepared:
    is_over = or_(
        WorkItem.closed_at.is_not(None),
        (alarm.c.kind == AlarmKind.NO_MEMBERS) & has_able(WorkItem.organization_id, UserTask.permission),
    )
    return Prepared(
        update(alarm)
        .where(
            alarm.c.settled_at.is_(None),
            WorkItem.id == alarm.c.work_item_id,
            UserTask.id == WorkItem.user_task_id,
            is_over,
        )
        .values(settled_at=func.now())
    )


def _raising() -> Prepared:
    """From the organisations without a super administrator in use, which are few, to the work open there."""
    chief = exists().where(
        Membership.organization_id == Organization.id,
        Membership.is_super,
        Membership.is_enabled,
        User.id == Membership.user_id,
        User.is_enabled,
    )
    headless = select(Organization.id).where(or_(~chief, ~Organization.is_enabled))
    raised = exists().where(
        Alarm.work_item_id == WorkItem.id, Alarm.kind == AlarmKind.NO_MEMBERS, Alarm.settled_at.is_(None)
    )
    rows = (
        select(literal(AlarmKind.NO_MEMBERS.value), WorkItem.id)
        .join(UserTask, UserTask.id == WorkItem.user_task_id)
        .where(
            WorkItem.closed_at.is_(None),
            WorkItem.organization_id == func.any(func.array(headless.scalar_subquery())),
            ~has_able(WorkItem.organization_id, UserTask.permission),
            ~raised,
        )
        .limit(bindparam("limit", type_=Integer))
    )
    new = insert(alarm).from_select(["kind", "work_item_id"], rows).on_conflict_do_nothing()
    return Prepared(new.returning(alarm.c.id))


_SETTLING, _RAISING = _settling(), _raising()
