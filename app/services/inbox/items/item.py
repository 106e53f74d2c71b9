"""What an inbox needs to know of a kind of item: what its groups are, and what a row shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Protocol

from sqlalchemy import ColumnElement, Select
from sqlalchemy.orm import Session

from models import ItemKind


class GroupFacts(Protocol):
    """What is known of a group; the rest is for the kind's own template."""

    @property
    def name(self) -> str:
        """What the group is called."""
        ...


@dataclass(frozen=True)
class Row:
    """One work item, and what the last one who acted on its instance wrote; each kind adds its own fields."""

    id: int
    instance_id: int
    revision: int
    submitted_at: datetime
    opened_at: datetime
    waiting_days: int
    last_comment: str | None
    last_by: str | None

    @property
    def target(self) -> str:
        """What a form sends for the row: the work item and the revision that was shown."""
        return f"{self.id}-{self.revision}"

    @property
    def name(self) -> str:
        """What the row is called."""
        raise NotImplementedError


class InboxItem(Protocol):
    """One file in this folder for each kind implements this; `templates/items/<kind>/inbox.html` shows it."""

    kind: ClassVar[ItemKind]

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
