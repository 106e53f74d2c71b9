"""Opening and closing work items, many at once; whoever gets one is told in the same transaction."""

from collections.abc import Sequence
from functools import cache

from sqlalchemy import BigInteger, Boolean, DateTime, bindparam, func, null, select, true, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.items import Item, item_of_kind
from app.services.approvals.able import has_able
from app.services.approvals.history import Act
from app.services.approvals.limits import limits_of
from app.services.approvals.nobody import hold_unsigned, see_to
from app.services.approvals.signers_asked import open_circles
from app.services.approvals.tables import work_item
from app.services.approvals.telling import is_told_person
from app.services.approvals.told import IDS, MOMENT, act_values, awaited, constant, pass_on, telling
from app.services.approvals.user_tasks import user_task
from app.services.prepared import Prepared
from models import Instance, ItemKind, NotificationKind

HOLD = "hold"


def open_items(
    session: Session,
    item: Item,
    instance_ids: Sequence[int],
    user_task_ids: Sequence[int],
    act: Act,
) -> list[int]:
    """Open these user tasks, each for the organisation that the item's party resolves to.

    The submitter's task of a personal item is the person's own. Where a party resolves to nobody, the task says
    what becomes of it; returns the work items that are to be skipped.
    """
    skipped: list[int] = []
    for user_task_id in user_task_ids:
        task = user_task(session, user_task_id)
        asks_for_people = task.if_nobody != HOLD and task.party != item.submitter_party
        opening = _opening(item.kind, task.party, task.level, task.permission, asks_for_people)
        values = {"instance_ids": list(instance_ids), "user_task_id": task.id, **act_values(act)}
        values["several_sign"] = task.countersign is not None
        values |= limits_of(task, act.at, is_back=task.party == item.submitter_party)
        opened, told = opening.run(session, **values).fetchone() or (0, None)
        pass_on(session, told, act)
        if opened < len(instance_ids):
            skipped += see_to(session, item, task, instance_ids, act)
        if task.countersign is not None and open_circles(session, instance_ids, task) < len(instance_ids):
            hold_unsigned(session, task, instance_ids)
    return skipped


def close_work(session: Session, work_item_ids: Sequence[int], act: Act) -> None:
    """Close work items with the decision that was made on them."""
    _CLOSING.run(session, work_item_ids=list(work_item_ids), decided=act.outcome, at=act.at)


def cancel_work(session: Session, instance_ids: Sequence[int], user_task_ids: Sequence[int] | None = None) -> None:
    """Close open work items that nobody decides any more: of these tasks, or all of the instances."""
    query = _CANCELLING
    if user_task_ids is not None:
        query = query.where(work_item.c.user_task_id == func.any(list(user_task_ids)))
    session.execute(query, {"instance_ids": list(instance_ids)})


_CLOSING = Prepared(
    update(work_item)
    .where(work_item.c.id == func.any(bindparam("work_item_ids", type_=IDS)))
    .values(closed_at=MOMENT, outcome=bindparam("decided"))
)

_CANCELLING = (
    update(work_item)
    .where(
        work_item.c.instance_id == func.any(bindparam("instance_ids", type_=IDS)), work_item.c.closed_at.is_(None)
    )
    .values(closed_at=func.now())
)


@cache
def _opening(kind: ItemKind, party: str, level: str | None, module: str, asks_for_people: bool) -> Prepared:
    """One statement that opens a task and tells whose it is; returns how many it opened, and what it told.

    `asks_for_people`: not at an organisation that has nobody who may decide it.
    """
    task_id, several = bindparam("user_task_id", type_=BigInteger), bindparam("several_sign", type_=Boolean)
    limits = ("due_at", "remind_at", "escalate_at")
    moments = [bindparam(name, type_=DateTime(timezone=True)) for name in limits]
    item = item_of_kind(kind)
    is_back = party == item.submitter_party
    is_personal = item.is_personal and is_back
    parties = item.party_columns(party, level).subquery("parties")
    opened = (
        insert(work_item)
        .from_select(
            ["instance_id", "user_task_id", "organization_id", "group_id", "several_sign", "opened_at", *limits],
            select(Instance.id, task_id, parties.c.organization_id, Instance.group_id, several, MOMENT, *moments)
            .join(parties, parties.c.item_id == Instance.item_id)
            .where(
                Instance.id == func.any(bindparam("instance_ids", type_=IDS)),
                true() if is_personal else parties.c.organization_id.is_not(None),
                has_able(parties.c.organization_id, constant(module)) if asks_for_people else true(),
            ),
        )
        .returning(work_item.c.instance_id, work_item.c.organization_id, work_item.c.group_id)
        .cte("opened")
    )
    count = select(func.count()).select_from(opened)
    if is_personal and not is_told_person(kind):
        return Prepared(select(count.scalar_subquery(), null()))
    said = NotificationKind.RETURNED if is_back else NotificationKind.OPENED
    about = {"kind": constant(said.value), "item_kind": constant(kind.value), "task": task_id}
    if is_personal:
        persons = select(*opened.c, Instance.started_by_id).join(Instance, Instance.id == opened.c.instance_id)
        of = persons.where(Instance.started_by_id.is_not(None)).subquery("persons")
        told = telling(of, user=of.c.started_by_id, **about)
    else:
        told = telling(opened, organization=opened.c.organization_id, module=constant(module), **about)
    return Prepared(select(count.scalar_subquery(), awaited(told)))
