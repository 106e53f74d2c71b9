"""What was submitted, each time that it was, and what a correction changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import ItemRevision


@dataclass(frozen=True)
class Revision:
    """The item as it was submitted for the `number`-th time."""

    number: int
    content: dict[str, Any]
    created_at: datetime


@dataclass(frozen=True)
class Field:
    """A field of the item before and after a correction; `before` equals `after` where nothing was changed."""

    label: str
    before: str
    after: str

    @property
    def is_changed(self) -> bool:
        """Whether the correction changed it."""
        return self.before != self.after


def revisions_of(session: Session, instance_id: int) -> list[Revision]:
    """All revisions of an instance, the first one first."""
    rows = session.execute(
        select(ItemRevision.number, ItemRevision.content, ItemRevision.created_at)
        .where(ItemRevision.instance_id == instance_id)
        .order_by(ItemRevision.number)
    )
    return [Revision(*row) for row in rows]


def compare(before: Revision, after: Revision, labels: Mapping[str, str]) -> list[Field]:
    """Every field of two revisions side by side; `labels` are those of the item's kind, in their order.

    A kind of item may have fields that not every item of it has: those that neither has are left out.
    """
    return [
        Field(label, str(before.content.get(name, "")), str(after.content.get(name, "")))
        for name, label in labels.items()
        if name in before.content or name in after.content
    ]
