"""What an inbox needs to know of a kind of item: what its groups are, and what a row shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Protocol

from sqlalchemy import ColumnElement, Select
from sqlalchemy.orm import Session

from app.services.calendar.deadline import Limited
from models import ItemKind


class GroupFacts(Protocol):
    """What is known of a group; the rest is for the kind's own template."""

    @property
    def name(self) -> str:
        """What the group is called."""
        ...


@dataclass(frozen=True)
class Row(Limited):
    """One work item, and what the last one who acted on its instance wrote; each kind adds its own fields."""

    id: int
    instance_id: int
    revision: int
    submitted_at: datetime
    opened_at: datetime
    waiting_days: int
    due_at: datetime | None
    last_comment: str | None
    last_by: str | None

    @property
    def target(self) -> str:
        """What a form sends for the row: the work item and the revision that was shown."""
        return f"{self.id}-{self.revision}"

    @property
    def due_text(self) -> str:
        """The same in a file: the day, and how far it is off."""
        return f"{self.deadline.day}（{self.deadline.text}）" if self.deadline else ""

    @property
    def name(self) -> str:
        """What the row is called."""
        raise NotImplementedError


@dataclass(frozen=True)
class Column:
    """A column of the rows of a kind; `look` is name, number, date, id, or nothing: how a list sets it."""

    key: str
    label: str
    look: str = ""

    @property
    def head(self) -> str | tuple[str, str]:
        """As the table macro wants it."""
        return (self.label, self.look) if self.look else self.label


def columns(*own: Column, submitted: str = "提交时间", with_comment: bool = True) -> tuple[Column, ...]:
    """A kind's own columns, the first of them what the row is called, and after them those that all kinds have."""
    common = (Column("submitted_at", submitted, "date"), Column("waiting_days", "等待"))
    return (*own, *common, *((Column("last_comment", "上一环节意见"),) if with_comment else ()))


def text_of(row: Any, key: str) -> Any:
    """What a file shows in a column: the row's field, an enum by its label."""
    value = getattr(row, key)
    return getattr(value, "label", value)


class InboxItem(Protocol):
    """One file in this folder for each kind implements this; `templates/items/<kind>/inbox.html` shows it."""

    kind: ClassVar[ItemKind]
    columns: ClassVar[tuple[Column, ...]]  # of its rows; `inbox.html` writes a cell for each that is shown

    def find_groups(self, session: Session, group_ids: Sequence[int]) -> Mapping[int, GroupFacts]:
        """The facts of groups by their ids, in one statement."""
        ...

    def groups_matching(self, text: str, year: int | None) -> Select[int]:
        """Ids of the groups that a filter by name and year means."""
        ...

    def joined(self, query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
        """Join the item's tables to a query of Instance, and add the columns that `row` needs."""
        ...

    def holds(self, text: str) -> ColumnElement[bool]:
        """The condition on Instance that its item holds the text: a name, or a whole number."""
        ...

    def row(self, facts: dict[str, Any]) -> Row:
        """Make a row of the common fields and the columns of `joined`."""
        ...
