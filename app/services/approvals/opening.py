"""Opening and closing work items, many at once; whoever gets one is told in the same transaction."""

from collections.abc import Sequence
from functools import cache

from sqlalchemy import BigInteger, Boolean, DateTime, bindparam, func, null, select, true, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.items import Item, item_of_kind
from app.services.approvals.history import Act
from app.services.approvals.limits import limits_of
from app.services.approvals.refusals import PartyMissing
from app.services.approvals.signers_asked import open_circles
from app.services.approvals.tables import work_item
from app.services.approvals.telling import is_told_person
from app.services.approvals.told import IDS, MOMENT, act_values, awaited, constant, pass_on, telling
from app.services.approvals.user_tasks import user_task
from app.services.prepared import Prepared
from models import Instance, ItemKind, NotificationKind


def open_work(
    session: Session,
    item: Item,
    instance_ids: Sequence[int],
    user_task_ids: Sequence[int],
    act: Act,
) -> None:
    """Open these user tasks, each for the organisation that the item's party resolves to.

    The submitter's task of a personal item is the person's own. Raises PartyMissing when a party resolves to
    nobody: nothing is ever silently stuck.
    """
    for user_task_id in user_task_ids:
        task = user_task(session, user_task_id)
        opening = _opening(item.kind, task.party, task.level, task.permission)
        values = {"instance_ids": list(instance_ids), "user_task_id": task.id, **act_values(act)}
        values["several_sign"] = task.countersign is not None
        values |= limits_of(task, act.at, is_back=task.party == item.submitter_party)
        opened, told = opening.run(session, **values).fetchone() or (0, None)
        pass_on(session, told, act)
        if opened == len(instance_ids) and task.countersign is not None:
            opened = open_circles(session, instance_ids, task)
        if opened != len(instance_ids):
            raise PartyMissing(task=task.name, count=len(instance_ids) - opened)


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
def _opening(kind: ItemKind, party: str, level: str | None, module: str) -> Prepared:
    """One statement that opens a task and tells whose it is; returns how many it opened, and what it told."""
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
