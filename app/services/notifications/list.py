"""What a reader was told, newest first; how much of it is unread; and marking it as read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, DateTime, FromClause, Select, bindparam, false, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.items import item_of_kind
from app.permissions import Actor, Permission
from app.services.approvals.locking import confirm
from app.services.guard import require
from app.services.instances.names import names_of
from app.services.instances.submitted import kinds_of_processes
from app.services.notifications.addressed import newest_of, read_to, reader_of
from app.services.notifications.sentence import sentence_of
from app.services.page import PAGE_ROWS, Page, page_of
from app.services.prepared import Prepared
from models import Instance, ItemKind, Notification, NotificationKind, NotificationMark, User, UserTask

COUNTED_AT_MOST = 100
VIEW = Permission.NOTIFICATION_VIEW


@dataclass(frozen=True)
class Told:
    """One notification as its reader sees it."""

    id: int
    kind: NotificationKind
    item_kind: ItemKind | None
    process_name: str
    node: str | None  # "process/user task", as the inbox is filtered by
    task_name: str | None
    by_name: str | None
    instance_id: int | None
    outcome: str | None
    rows: int
    at: datetime
    is_unread: bool
    name: str = ""

    @property
    def sentence(self) -> str:
        """What happened, in one sentence."""
        return sentence_of(
            self.kind,
            rows=self.rows,
            process=self.process_name,
            task=self.task_name,
            by=self.by_name,
            item_kind=self.item_kind,
            outcome=self.outcome,
        )


def count_unread(session: Session, by: Actor) -> int:
    """How much the reader has not read, up to 100; one statement."""
    row = _UNREAD.run(session, limit=COUNTED_AT_MOST, **reader_of(by)).fetchone()
    return int(row[0]) if row else 0


def list_told(session: Session, *, by: Actor, before: int | None = None, limit: int = PAGE_ROWS) -> Page[Told]:
    """One page of what the reader was told, newest first, with the names of single items."""
    require(by, VIEW)
    found = _PAGE.run(session, before=before or 2**63 - 1, limit=limit + 1, **reader_of(by)).fetchall()
    return page_of(_all(session, [row._asdict() for row in found], named=True), limit, lambda one: one.id)


def told_of(session: Session, ids: Sequence[int]) -> Sequence[Told]:
    """These notifications, without the names of their items."""
    top = select(Notification.id).where(Notification.id == func.any(list(ids))).subquery("top")
    return _all(session, [dict(row._mapping) for row in session.execute(_shown(top, false()))])


def told_since(
    session: Session, since: datetime, until: datetime, *, first_id: int, by: Actor, limit: int
) -> Sequence[Told]:
    """What he was told between two moments, newest first, without names; nothing of it is before `first_id`."""
    values = {"since": since, "until": until, "first_id": first_id, "limit": limit}
    found = _SINCE.run(session, **values, **reader_of(by)).fetchall()
    return _all(session, [row._asdict() for row in found])


def mark_read(session: Session, up_to: int, *, by: Actor) -> None:
    """Everything up to this notification counts as read from now on."""
    by = confirm(session, by, VIEW)
    reader = reader_of(by)
    last = select(func.coalesce(func.max(Notification.id), 0)).scalar_subquery()
    values = {"user_id": reader["user_id"], "organization_id": reader["organization_id"]}
    new = insert(NotificationMark).values(**values, read_to=func.least(up_to, last))
    session.execute(
        new.on_conflict_do_update(
            index_elements=["user_id", "organization_id"],
            set_={"read_to": func.greatest(NotificationMark.read_to, new.excluded.read_to)},
        )
    )


def _all(session: Session, rows: Sequence[dict[str, Any]], *, named: bool = False) -> list[Told]:
    processes = kinds_of_processes(session) if rows else {}
    single = [row | {"item_kind": ItemKind(row["item_kind"])} for row in rows if named and row["instance_id"]]
    names = names_of(session, single)
    return [_told(row, processes, names.get(row["instance_id"], {})) for row in rows]


def _told(row: dict[str, Any], processes: dict[ItemKind, str], names: dict[str, Any]) -> Told:
    kind, node_id = ItemKind(row["item_kind"]) if row["item_kind"] else None, row["node_id"]
    kept = {name: value for name, value in row.items() if name not in ("item_id", "node_id")}
    return Told(
        **kept | {"kind": NotificationKind(row["kind"]), "item_kind": kind},
        process_name=processes[kind] if kind else "",
        node=f"{item_of_kind(kind).process_id}/{node_id}" if kind and node_id else None,
        name=names.get("name", ""),
    )


def _shown(top: FromClause, is_unread: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """The columns of Told but the names, newest first."""
    return (
        select(
            Notification.id,
            Notification.kind,
            Notification.item_kind,
            Instance.item_id,
            UserTask.node_id,
            UserTask.name.label("task_name"),
            User.name.label("by_name"),
            Notification.instance_id,
            Notification.outcome,
            Notification.rows,
            Notification.created_at.label("at"),
            is_unread.label("is_unread"),
        )
        .join(top, top.c.id == Notification.id)
        .outerjoin(Instance, Instance.id == Notification.instance_id)
        .outerjoin(UserTask, UserTask.id == Notification.user_task_id)
        .outerjoin(User, User.id == Notification.by_id)
        .order_by(Notification.id.desc())
    )


def _since() -> Select[int]:
    """From an id on, and between two moments."""
    return newest_of(
        Notification.created_at >= bindparam("since", type_=DateTime(timezone=True)),
        Notification.created_at < bindparam("until", type_=DateTime(timezone=True)),
        above=bindparam("first_id", type_=BigInteger) - 1,
    )


_BEFORE = bindparam("before", type_=BigInteger)
_PAGE = Prepared(_shown(newest_of(below=_BEFORE).subquery("top"), Notification.id > read_to()))
_SINCE = Prepared(_shown(_since().subquery("top"), false()))
_UNREAD = Prepared(select(func.count()).select_from(newest_of(above=read_to()).subquery("unread")))
