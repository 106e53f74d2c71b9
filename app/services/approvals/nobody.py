"""What becomes of a step whose party comes to nobody, as the diagram says: it is held, goes up, or is skipped.

Nobody: the item has no such organisation, or where the diagram asks for more than holding, the organisation has
no member who may decide. Nothing is ever silently stuck: what is held has an alarm.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    DateTime,
    and_,
    bindparam,
    exists,
    func,
    insert,
    literal,
    null,
    select,
    update,
)
from sqlalchemy.orm import Session, aliased

from app.items import Item, item_of_kind
from app.services.approvals.able import has_able
from app.services.approvals.history import Act
from app.services.approvals.limits import limits_of
from app.services.approvals.tables import alarm, work_item
from app.services.approvals.told import IDS, MOMENT, awaited, constant, run_telling, telling
from app.services.approvals.user_tasks import KnownTask
from app.services.prepared import Prepared
from models import (
    AlarmKind,
    CameBy,
    Instance,
    ItemKind,
    NotificationKind,
    Organization,
    SignOff,
    WorkItem,
)

SUPERIOR, SKIP = "superior", "skip"
SKIPPED_AS = "approve"
"""The outcome of a step that is skipped; one that does not offer it is held."""


def see_to(session: Session, item: Item, task: KnownTask, instance_ids: Sequence[int], act: Act) -> list[int]:
    """Open the task where it has not opened; returns the work items that are to be skipped."""
    left = _without(session, task, instance_ids)
    values = {"user_task_id": task.id, "several": task.countersign is not None}
    if left and task.if_nobody == SUPERIOR:
        limits = limits_of(task, act.at, is_back=False)
        above = _going_up(item.kind, task.party, task.level, task.permission)
        run_telling(session, above, act, instance_ids=left, **values, **limits)
        left = _without(session, task, left)
    if not left:
        return []
    is_skipped = task.if_nobody == SKIP and SKIPPED_AS in task.outcomes
    held = _HOLDING.run(session, instance_ids=left, is_skipped=is_skipped, at=act.at, **values)
    return [row.id for row in held] if is_skipped else []


def hold_unsigned(session: Session, task: KnownTask, instance_ids: Sequence[int]) -> None:
    """Hold work that several are to sign, and that nobody was asked to."""
    _UNSIGNED.run(session, instance_ids=list(instance_ids), user_task_id=task.id)


def is_any_held(session: Session, instance_ids: Sequence[int], user_task_ids: Sequence[int]) -> bool:
    """Whether any of these tasks is held at any of these instances."""
    held = exists().where(
        WorkItem.instance_id == func.any(list(instance_ids)),
        WorkItem.user_task_id == func.any(list(user_task_ids)),
        WorkItem.closed_at.is_(None),
        WorkItem.came_by == CameBy.HELD,
    )
    return bool(session.scalar(select(held)))


def _without(session: Session, task: KnownTask, instance_ids: Sequence[int]) -> list[int]:
    rows = _MISSING.run(session, instance_ids=list(instance_ids), user_task_id=task.id)
    return [row.id for row in rows]


_IDS, _TASK = bindparam("instance_ids", type_=IDS), bindparam("user_task_id", type_=BigInteger)
_SEVERAL = bindparam("several", type_=Boolean)
_COLUMNS = ("instance_id", "user_task_id", "organization_id", "group_id", "several_sign", "opened_at", "came_by")
_LIMITS = ("due_at", "remind_at", "escalate_at")
_MISSING = Prepared(
    select(Instance.id)
    .where(
        Instance.id == func.any(_IDS),
        ~exists().where(
            WorkItem.instance_id == Instance.id, WorkItem.user_task_id == _TASK, WorkItem.closed_at.is_(None)
        ),
    )
    .order_by(Instance.id)
)


def _alarms(held: Any, *conditions: Any) -> Any:
    rows = select(literal(AlarmKind.NOBODY.value), held.c.id).where(*conditions)
    return insert(alarm).from_select(["kind", "work_item_id"], rows).cte("alarms")


def _holding() -> Prepared:
    rows = select(
        Instance.id, _TASK, null(), Instance.group_id, _SEVERAL, MOMENT, literal(CameBy.HELD.value)
    ).where(Instance.id == func.any(_IDS))
    held = insert(work_item).from_select(_COLUMNS, rows).returning(work_item.c.id).cte("held")
    alarms = _alarms(held, ~bindparam("is_skipped", type_=Boolean))
    return Prepared(select(held.c.id).order_by(held.c.id).add_cte(alarms))


def _unsigned() -> Prepared:
    held = (
        update(work_item)
        .where(
            work_item.c.instance_id == func.any(_IDS),
            work_item.c.user_task_id == _TASK,
            work_item.c.closed_at.is_(None),
            work_item.c.organization_id.is_not(None),
            ~exists().where(SignOff.work_item_id == work_item.c.id),
        )
        .values(organization_id=None, came_by=CameBy.HELD.value, escalate_at=None)
        .returning(work_item.c.id)
        .cte("held")
    )
    return Prepared(select(held.c.id).add_cte(_alarms(held)))


_HOLDING, _UNSIGNED = _holding(), _unsigned()


@cache
def _going_up(kind: ItemKind, party: str, level: str | None, module: str) -> Prepared:
    """Open it above the organisation that has nobody; where there is none, above whoever submitted the item."""
    parties = item_of_kind(kind).party_columns(party, level).subquery("parties")
    meant, own = aliased(Organization), aliased(Organization)
    above = func.coalesce(meant.superior_id, meant.hr_id, own.superior_id, own.hr_id)
    moments = [bindparam(name, type_=DateTime(timezone=True)) for name in _LIMITS]
    rows = (
        select(
            Instance.id, _TASK, above, Instance.group_id, _SEVERAL, MOMENT, literal(CameBy.SUPERIOR.value), *moments
        )
        .outerjoin(parties, parties.c.item_id == Instance.item_id)
        .outerjoin(meant, meant.id == parties.c.organization_id)
        .outerjoin(own, own.id == Instance.organization_id)
        .where(
            Instance.id == func.any(_IDS),
            and_(above.is_distinct_from(Instance.organization_id), has_able(above, constant(module))),
        )
    )
    opened = (
        insert(work_item)
        .from_select([*_COLUMNS, *_LIMITS], rows)
        .returning(work_item.c.instance_id, work_item.c.organization_id, work_item.c.group_id)
        .cte("opened")
    )
    told = telling(
        opened,
        kind=constant(NotificationKind.OPENED.value),
        item_kind=constant(kind.value),
        organization=opened.c.organization_id,
        module=constant(module),
        task=_TASK,
    )
    return Prepared(select(awaited(told)))
