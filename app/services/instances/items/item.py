"""What the page of an instance needs to know of a kind of item."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Protocol

from sqlalchemy import Select
from sqlalchemy.orm import Session

from app.services.instances.words import Word
from models import ItemKind


@dataclass(frozen=True)
class InstanceFacts:
    """An instance; each kind of item adds its own fields. A personal item's has no organisation."""

    id: int
    process_id: str
    process_name: str
    version_id: int
    path_node_id: int
    item_kind: ItemKind
    item_id: int
    organization_id: int | None
    organization_name: str
    contact_name: str
    contact_phone: str
    revision: int
    is_touched: bool
    started_by_id: int | None
    started_at: datetime
    ended_at: datetime | None
    ended: str | None

    @property
    def name(self) -> str:
        """What the item is called, among others of its group."""
        raise NotImplementedError

    @property
    def group_name(self) -> str:
        """What the inbox calls the item's group."""
        raise NotImplementedError

    @property
    def heading(self) -> str:
        """The title of the page."""
        return f"{self.name}的{self.process_name}"


class InstanceItem(Protocol):
    """One file in this folder for each kind of item implements this; `templates/items/<kind>/` shows it."""

    kind: ClassVar[ItemKind]
    noun: ClassVar[str]  # what users call such an item
    labels: ClassVar[Mapping[str, str]]  # fields of a revision, in the order in which a page shows them
    ends: ClassVar[Mapping[str, Word]]  # how an instance ended, where that is said in words of its own
    withdrawn: ClassVar[str]  # what withdrawing does, in a sentence

    def facts(self, session: Session, common: dict[str, Any]) -> InstanceFacts:
        """Add to the common fields of an instance what is to be known of its item."""
        ...

    def names(self) -> Select[int, str, str]:
        """Columns item_id, name and group_name: what lists of mixed rows call an item."""
        ...
