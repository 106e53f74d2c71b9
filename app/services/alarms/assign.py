"""Giving work that nobody can go on with to an organisation that can."""

from typing import ClassVar

from sqlalchemy import func, literal, or_, select, update
from sqlalchemy.orm import Session

from app.errors import FieldRefusal, NotFound
from app.permissions import Actor, Permission
from app.plain_text import tidy
from app.services.approvals.able import has_able
from app.services.approvals.history import Act, note_each
from app.services.approvals.limits import limits_of
from app.services.approvals.locking import LockedWorkItem, confirm, lock_work_items
from app.services.approvals.nobody import hold_unsigned
from app.services.approvals.reopening import reopen
from app.services.approvals.signers_asked import open_circles
from app.services.approvals.user_tasks import user_task
from app.services.audit import record
from models import Alarm, CameBy, EventKind, Instance, Organization


class OrganizationUnknown(FieldRefusal):
    """没有名称或统一社会信用代码为“{name}”的在用单位。请填写单位全称或代码。"""

    field: ClassVar[str] = "organization"


class NobodyThere(FieldRefusal):
    """“{name}”没有能办理“{task}”的管理员。请另选单位，或先请该单位添加管理员、分配权限。"""

    field: ClassVar[str] = "organization"


class AssignedToSubmitter(FieldRefusal):
    """“{name}”是提交该事项的单位，不能审核自己的事项。请另选单位。"""

    field: ClassVar[str] = "organization"


def assign(session: Session, alarm_id: int, organization: str, *, by: Actor) -> str:
    """Give the work of an alarm to the organisation of this name or code, with its time anew; returns the name.

    Raises NotFound where it was settled meanwhile, OrganizationUnknown, NobodyThere, AssignedToSubmitter.
    """
    by = confirm(session, by, Permission.ALARM_MANAGE)
    work_item_id = session.scalar(
        select(Alarm.work_item_id).where(Alarm.id == alarm_id, Alarm.settled_at.is_(None))
    )
    row = next(iter(lock_work_items(session, [work_item_id] if work_item_id else [])), None)
    if row is None or row.closed_at is not None:
        raise NotFound()
    to = _find(session, organization, row)
    task, act = user_task(session, row.user_task_id), Act(EventKind.ASSIGNED, by)
    note_each(session, [row], act=act)
    limits, is_countersigned = limits_of(task, None, is_back=False), task.countersign is not None
    reopen(session, [row.id], [to.id], act, came_by=CameBy.ASSIGNED, limits=limits, several_sign=is_countersigned)
    settled = {"settled_at": func.now(), "settled_by_id": by.user_id}
    session.execute(
        update(Alarm)
        .where(Alarm.work_item_id == row.id, Alarm.settled_at.is_(None))
        .values(settled)
        .execution_options(synchronize_session=False)
    )
    if is_countersigned and not open_circles(session, [row.instance_id], task):
        hold_unsigned(session, task, [row.instance_id])  # its only member submitted the item
    record(
        session, by=by, action=Permission.ALARM_MANAGE, act="assign", instance=row.instance_id, organization=to.id
    )
    return to.name


def _find(session: Session, text: str, row: LockedWorkItem) -> Organization:
    text = tidy(text)
    found = session.scalars(
        select(Organization)
        .where(or_(Organization.name == text, Organization.credit_code == text.upper()), Organization.is_enabled)
        .limit(2)
    ).all()
    if len(found) != 1:
        raise OrganizationUnknown(name=text)
    to = found[0]
    if to.id == _submitter(session, row):
        raise AssignedToSubmitter(name=to.name)
    if not session.scalar(select(has_able(literal(to.id), literal(row.permission)))):
        raise NobodyThere(name=to.name, task=row.task_name)
    return to


def _submitter(session: Session, row: LockedWorkItem) -> int | None:
    return session.scalar(select(Instance.organization_id).where(Instance.id == row.instance_id))
