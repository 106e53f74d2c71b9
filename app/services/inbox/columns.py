"""Which columns a member sees of the rows of each kind: all, but for those that he hides."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.errors import FieldRefusal
from app.permissions import Actor, Permission
from app.services.approvals.locking import confirm
from app.services.inbox.items import of_kind
from app.services.inbox.items.item import Column
from models import HiddenColumns, ItemKind


class ColumnUnknown(FieldRefusal):
    """所选的列已不存在。请刷新页面后重新选择。"""

    field: ClassVar[str] = "columns"


@dataclass(frozen=True)
class Columns:
    """All columns of a kind, and the keys of those that are shown; the first is what the row is called."""

    all: Sequence[Column]
    keys: frozenset[str]

    @property
    def shown(self) -> list[Column]:
        """The columns that are shown, in their order."""
        return [column for column in self.all if column.key in self.keys]

    @property
    def optional(self) -> Sequence[Column]:
        """Those that can be hidden."""
        return self.all[1:]


def columns_of(session: Session, kind: ItemKind, *, by: Actor) -> Columns:
    """The columns of a kind's rows as the actor wants them; one statement."""
    query = select(HiddenColumns.columns).where(
        HiddenColumns.user_id == by.user_id, HiddenColumns.item_kind == kind.value
    )
    hidden, columns = session.scalar(query) or [], of_kind(kind).columns
    keys = {column.key for column in columns} - set(hidden) | {columns[0].key}
    return Columns(columns, frozenset(keys))


def show_columns(session: Session, kind: ItemKind, keys: Collection[str], *, by: Actor) -> None:
    """Show these columns beside the first, and hide all others. Raises ColumnUnknown."""
    by = confirm(session, by, Permission.INBOX_VIEW)
    known = [column.key for column in of_kind(kind).columns]
    if not set(keys) <= set(known):
        raise ColumnUnknown()
    hidden = [key for key in known[1:] if key not in keys]
    new = insert(HiddenColumns).values(user_id=by.user_id, item_kind=kind.value, columns=hidden)
    session.execute(new.on_conflict_do_update(index_elements=["user_id", "item_kind"], set_={"columns": hidden}))
