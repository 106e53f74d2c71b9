"""The statement that tells people: one notification for each recipient among the rows of an act.

A command tells each recipient once: later chunks of it add their rows to what the first one told.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    ARRAY,
    CTE,
    BigInteger,
    ColumnElement,
    DateTime,
    FromClause,
    Select,
    Text,
    bindparam,
    case,
    cast,
    exists,
    func,
    literal,
    null,
    or_,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.queue import defer
from app.services.approvals.history import Act
from app.services.approvals.tables import notification
from app.services.prepared import Prepared
from models import Instance, MailChoice, Membership, NotificationKind, UserSetting, UserTask, Webhook
from models.notification import ONCE

PASSING_ON = "pass_on_notifications"
IDS = ARRAY(BigInteger)
MOMENT = func.coalesce(bindparam("at", type_=DateTime(timezone=True)), func.now())
KEY = ("command_id", "kind", "organization_id", "user_id", "item_kind", "user_task_id", "outcome")
NOBODY: ColumnElement[Any] = cast(null(), BigInteger)
NOTHING: ColumnElement[Any] = cast(null(), Text)


def telling(
    of: FromClause,
    *,
    kind: ColumnElement[Any],
    item_kind: ColumnElement[Any],
    organization: ColumnElement[Any] = NOBODY,
    user: ColumnElement[Any] = NOBODY,
    module: ColumnElement[Any] = NOTHING,
    task: ColumnElement[Any] = NOBODY,
    outcome: ColumnElement[Any] = NOTHING,
) -> CTE:
    """Insert one notification for each recipient among the rows `of`, which have instance_id and group_id.

    Returns what was written; the statement around it has the act's values (see `act_values`).
    """
    rows, group, instance = func.count(), of.c.group_id, of.c.instance_id
    columns = {
        "kind": kind,
        "command_id": bindparam("command_id", type_=BigInteger),
        "organization_id": organization,
        "user_id": user,
        "by_id": bindparam("by_id", type_=BigInteger),
        "module": module,
        "item_kind": item_kind,
        "user_task_id": task,
        "group_id": case((func.min(group) == func.max(group), func.min(group))),
        "instance_id": case((rows == 1, func.min(instance))),
        "outcome": outcome,
        "rows": rows,
        "created_at": MOMENT,
    }
    grouped = [one for one in (organization, user, module, item_kind, task) if _is_column(one)]
    told = select(*(value.label(name) for name, value in columns.items())).select_from(of).group_by(*grouped)
    written = insert(notification).from_select(list(columns), told.order_by(*grouped))
    new, old = written.excluded, notification.c
    return (
        written.on_conflict_do_update(
            index_elements=KEY,
            index_where=text(ONCE),
            set_={
                "rows": old.rows + new.rows,
                "group_id": case((old.group_id == new.group_id, old.group_id)),
                "instance_id": None,
            },
        )
        .returning(notification.c.id, notification.c.organization_id, notification.c.user_id, notification.c.kind)
        .cte("told")
    )


def telling_of_work(kind: NotificationKind, of: FromClause, user: ColumnElement[Any] = NOBODY) -> CTE:
    """Tell the members of the organisations of work items (see `with_task`) who hold the modules that open them."""
    return telling(
        of,
        kind=constant(kind.value),
        item_kind=of.c.item_kind,
        organization=of.c.organization_id,
        user=user,
        module=of.c.permission,
        task=of.c.user_task_id,
    )


def with_task(rows: FromClause) -> Select[*tuple[Any, ...]]:
    """Rows with instance_id and user_task_id; beside them the kind of item, and the module that opens the task."""
    return (
        select(*rows.c, UserTask.permission, cast(Instance.item_kind, Text).label("item_kind"))
        .join(UserTask, UserTask.id == rows.c.user_task_id)
        .join(Instance, Instance.id == rows.c.instance_id)
    )


def run_telling(session: Session, statement: Prepared, act: Act, **values: Any) -> None:
    """Run a statement that returns what is `awaited` of whom it tells, and have that passed on."""
    (ids,) = statement.run(session, **values, **act_values(act)).fetchone() or (None,)
    pass_on(session, ids, act)


def awaited(told: CTE) -> ColumnElement[Any]:
    """The ids of what was told that somebody wants to get elsewhere, by mail at once or as a webhook; or null."""
    at_once = exists().where(UserSetting.user_id == told.c.user_id, UserSetting.mail == MailChoice.AT_ONCE)
    member_at_once = exists().where(
        Membership.organization_id == told.c.organization_id,
        UserSetting.user_id == Membership.user_id,
        UserSetting.mail == MailChoice.AT_ONCE,
    )
    webhook = exists().where(Webhook.is_enabled, told.c.kind == func.any(Webhook.events))
    return func.array_agg(told.c.id).filter(or_(at_once, member_at_once, webhook))


def pass_on(session: Session, ids: Sequence[int] | None, act: Act) -> None:
    """Have what is awaited elsewhere passed on after the commit; a command does so once, at its end."""
    if ids and act.command_id is None:
        pass_on_now(session, ids)


def pass_on_now(session: Session, ids: Sequence[int]) -> None:
    """Have it passed on after the commit."""
    defer(session, PASSING_ON, notification_ids=list(ids))


def constant(value: str) -> ColumnElement[Any]:
    """A value that a statement is made with, typed for PostgreSQL."""
    return cast(literal(value), Text)


def _is_column(one: ColumnElement[Any]) -> bool:
    return getattr(one, "table", None) is not None


BY_CLOCK: dict[str, Any] = {"command_id": None, "by_id": None, "at": None}
"""What it asks where nobody acted and time has passed."""


def act_values(act: Act) -> dict[str, Any]:
    """What the statement around `telling` asks of an act."""
    return {"command_id": act.command_id, "by_id": act.by.user_id, "at": act.at}
