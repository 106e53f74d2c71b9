"""Telling people what happened, in the transaction in which it happened: one statement for all rows of an act.

A row of `notification` is for the members of an organisation who hold a module, or for one person.
"""

from collections.abc import Sequence
from functools import cache

from sqlalchemy import CTE, BigInteger, ColumnElement, FromClause, String, Text, bindparam, cast, func, or_, select
from sqlalchemy.orm import Session

from app.items import Item, item_of_kind
from app.permissions import LEARNER, RULES
from app.services.approvals.history import Act
from app.services.approvals.told import IDS, awaited, constant, run_telling, telling, telling_of_work
from app.services.prepared import Prepared
from models import Instance, ItemKind, Module, NotificationKind, UserTask, WorkItem

UNTOLD = frozenset({"abandoned", "withdrawn"})  # the submitter's own acts
FAILED = frozenset({"rejected", "unqualified", "dismissed"})
To = Sequence[tuple[int, int]]
"""Whom to tell of what: pairs of an instance and a user."""


def tell_end(session: Session, item: Item, instance_ids: Sequence[int], ended: str, act: Act) -> None:
    """Tell whoever submitted these instances how they ended: the organisation's members, or the learner."""
    if ended not in UNTOLD and (not item.is_personal or is_told_person(item.kind)):
        kind = NotificationKind.REJECTED if ended in FAILED else NotificationKind.APPROVED
        values = {"instance_ids": list(instance_ids), "kind": kind.value, "ended": ended}
        run_telling(session, _ended(item.kind), act, **values)


def tell_gone(
    session: Session, instance_ids: Sequence[int], act: Act, user_task_ids: Sequence[int] | None = None
) -> None:
    """Tell the organisations at which work on these instances is open (or this of it) that it is taken back.

    To be called before it is closed.
    """
    tasks = None if user_task_ids is None else list(user_task_ids)
    run_telling(session, _GONE, act, instance_ids=list(instance_ids), user_task_ids=tasks)


def tell_urged(session: Session, instance_ids: Sequence[int], act: Act) -> None:
    """Tell whoever has these instances that their submitter asks for them: who holds one, or the organisation."""
    run_telling(session, _URGED, act, instance_ids=list(instance_ids))


def tell_persons(
    session: Session,
    kind: NotificationKind,
    to: Sequence[tuple[int, int]],
    act: Act,
    *,
    organization_id: int | None,
) -> None:
    """Tell persons of this organisation of instances."""
    if to:
        instance_ids, user_ids = zip(*to, strict=True)
        values = {"instance_ids": list(instance_ids), "user_ids": list(user_ids), "kind": kind.value}
        run_telling(session, _PERSONS, act, organization_id=organization_id, **values)


def tell_organizations(session: Session, instance_id: int, organization_ids: Sequence[int], act: Act) -> None:
    """Tell organisations that they got a copy: whoever keeps their profile."""
    run_telling(session, _COPIED, act, instance_ids=[instance_id], organization_ids=list(organization_ids))


def is_told_person(kind: ItemKind) -> bool:
    """Whether who submits such an item for himself has pages to read it on: a learner has, an applicant not."""
    item = item_of_kind(kind)
    return item.is_personal and LEARNER in RULES[item.start_permission].kinds


def _run(told: CTE) -> Prepared:
    return Prepared(select(awaited(told)))


@cache
def _ended(kind: ItemKind) -> Prepared:
    """Of an item that organisations submit: those who may submit it."""
    item = item_of_kind(kind)
    of = (
        select(
            Instance.id.label("instance_id"), Instance.group_id, Instance.organization_id, Instance.started_by_id
        )
        .where(
            Instance.id == func.any(bindparam("instance_ids", type_=IDS)),
            or_(Instance.organization_id.is_not(None), Instance.started_by_id.is_not(None)),
        )
        .subquery("ended")
    )
    said = {"kind": bindparam("kind", type_=String), "item_kind": constant(kind.value)}
    outcome = bindparam("ended", type_=Text)
    if item.is_personal:
        return _run(telling(of, user=of.c.started_by_id, outcome=outcome, **said))
    module = constant(min(RULES[item.start_permission].modules))
    return _run(telling(of, organization=of.c.organization_id, module=module, outcome=outcome, **said))


def _open_work(*conditions: ColumnElement[bool]) -> FromClause:
    """The open work of organisations on the act's instances."""
    return (
        select(
            WorkItem.instance_id,
            WorkItem.group_id,
            WorkItem.organization_id,
            WorkItem.user_task_id,
            WorkItem.assignee_id,
            UserTask.permission,
            cast(Instance.item_kind, Text).label("item_kind"),
        )
        .join(UserTask, UserTask.id == WorkItem.user_task_id)
        .join(Instance, Instance.id == WorkItem.instance_id)
        .where(
            WorkItem.instance_id == func.any(bindparam("instance_ids", type_=IDS)),
            WorkItem.closed_at.is_(None),
            WorkItem.organization_id.is_distinct_from(Instance.organization_id),
            WorkItem.organization_id.is_not(None),
            *conditions,
        )
        .subquery("open_work")
    )


def _urged() -> Prepared:
    of = _open_work()
    return _run(telling_of_work(NotificationKind.URGED, of, of.c.assignee_id))


def _gone() -> Prepared:
    tasks = bindparam("user_task_ids", type_=IDS)
    of = _open_work(or_(cast(tasks, IDS).is_(None), WorkItem.user_task_id == func.any(tasks)))
    return _run(telling_of_work(NotificationKind.WITHDRAWN, of))


def _persons() -> Prepared:
    pairs = func.unnest(bindparam("instance_ids", type_=IDS), bindparam("user_ids", type_=IDS))
    to = pairs.table_valued("instance_id", "user_id", name="pair").render_derived()
    of = (
        select(
            Instance.id.label("instance_id"),
            Instance.group_id,
            to.c.user_id,
            cast(Instance.item_kind, Text).label("item_kind"),
        )
        .join(to, to.c.instance_id == Instance.id)
        .where(to.c.user_id.is_distinct_from(bindparam("by_id", type_=BigInteger)))
        .subquery("to_persons")
    )
    return _run(
        telling(
            of,
            kind=bindparam("kind", type_=String),
            item_kind=of.c.item_kind,
            organization=bindparam("organization_id", type_=BigInteger),
            user=of.c.user_id,
        )
    )


def _copied() -> Prepared:
    to = func.unnest(bindparam("organization_ids", type_=IDS)).table_valued("id", name="receiver").render_derived()
    of = (
        select(
            Instance.id.label("instance_id"),
            Instance.group_id,
            to.c.id.label("organization_id"),
            cast(Instance.item_kind, Text).label("item_kind"),
        )
        .join(to, Instance.id == func.any(bindparam("instance_ids", type_=IDS)))
        .subquery("to_organizations")
    )
    return _run(
        telling(
            of,
            kind=constant(NotificationKind.COPIED.value),
            item_kind=of.c.item_kind,
            organization=of.c.organization_id,
            module=constant(Module.ORGANIZATION_PROFILE.value),
        )
    )


_URGED, _GONE, _PERSONS, _COPIED = _urged(), _gone(), _persons(), _copied()
