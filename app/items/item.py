"""What an approval process needs to know of the thing that flows through it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

from sqlalchemy import Select
from sqlalchemy.orm import Session

from app.errors import Refusal
from app.permissions import Permission, Submitter
from models import ItemKind


@dataclass(frozen=True)
class Candidate:
    """An item that somebody wants to start a process for; `refusal` says why it cannot be."""

    id: int
    refusal: Refusal | None


class Item(Protocol):
    """One file in this folder for each kind of item implements this; every method works on many items at once.

    The queries it returns are joined by the approval services, so a bulk of items costs one statement.
    """

    kind: ClassVar[ItemKind]
    process_id: ClassVar[str]
    submitter_party: ClassVar[str]  # the lane of whoever submits: no reviewer's rules apply there
    start_permission: ClassVar[Permission]
    variables: ClassVar[Mapping[str, type]]  # the names that conditions may read, with their types
    parties: ClassVar[frozenset[str]]  # the lanes that `party_columns` can resolve
    ends: ClassVar[frozenset[str]]  # the end events that `apply_end` knows
    is_personal: ClassVar[bool]  # a person submits it for himself: then the instance has no organisation
    is_starters_alone: ClassVar[bool]  # withdrawn only by the member who started it, not by his colleagues

    def lock_candidates(self, session: Session, item_ids: Sequence[int], *, by: Submitter) -> list[Candidate]:
        """Lock the items in id order and say of each whether its process may start now."""
        ...

    def of_person(self, by: Submitter) -> Select[int] | None:
        """Ids of the items that are this person's own: submitted by him, or about him. None: there can be none.

        Of a personal item they are those that he submitted.
        """
        ...

    def instance_columns(self) -> Select[int, int, int]:
        """Columns item_id, organization_id (the submitter's; null if personal), group_id (what inboxes fold by)."""
        ...

    def revision_columns(self) -> Select[int, Any, Any]:
        """Columns item_id, content and variables (JSON objects): the item as it is now."""
        ...

    def party_columns(self, party: str, level: str | None) -> Select[Any, Any]:
        """Columns item_id and organization_id: who acts for this party. Raises UnknownParty.

        The submitter's party of a personal item has a null: the work item goes to the person.
        """
        ...

    def apply_start(self, session: Session, item_ids: Sequence[int]) -> None:
        """What submitting does to the items."""
        ...

    def apply_end(self, session: Session, item_ids: Sequence[int], *, ended: str) -> None:
        """What an end event does to the items."""
        ...

    def apply_withdrawal(self, session: Session, item_ids: Sequence[int]) -> None:
        """What withdrawing does to the items."""
        ...


class UnknownParty(LookupError):
    """A diagram names a party that the item does not have."""
