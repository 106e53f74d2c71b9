"""A learner's own transfers, and who has the pending one now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import Session, aliased

from app.errors import NotFound
from app.permissions import Actor, Permission
from app.services.guard import require
from app.services.instances.words import PLACES, Word, word
from app.services.waiting import days_since
from models import EmployerTransfer, Instance, ItemKind, Organization, TransferState, UserTask, WorkItem

AT_MOST = 50  # more than anybody changes employers
TONES = {
    TransferState.PENDING: "info",
    TransferState.APPROVED: "success",
    TransferState.REJECTED: "danger",
    TransferState.WITHDRAWN: "neutral",
}


@dataclass(frozen=True)
class TransferRow:
    """A transfer as its learner sees it."""

    id: int
    instance_id: int
    from_name: str
    to_id: int
    to_name: str
    to_region: str
    holder_phone: str
    reason: str
    state: TransferState
    created_at: datetime
    party: str | None
    waiting_days: int | None

    @property
    def word(self) -> Word:
        """State or place."""
        if self.state is TransferState.PENDING and self.party:
            return word(PLACES, self.party)
        return Word(self.state.label, TONES[self.state])

    @property
    def is_pending(self) -> bool:
        """Whether it is under way."""
        return self.state is TransferState.PENDING

    @property
    def is_returned(self) -> bool:
        """Whether it is back with the learner."""
        return self.is_pending and self.party == "learner"


def list_transfers(session: Session, *, by: Actor) -> Sequence[TransferRow]:
    """The learner's transfers, newest first."""
    require(by, Permission.TRANSFER_REQUEST)
    rows = session.execute(_rows(by).order_by(EmployerTransfer.id.desc()).limit(AT_MOST))
    return [TransferRow(**row._mapping) for row in rows]


def find_transfer(session: Session, transfer_id: int, *, by: Actor) -> TransferRow:
    """One of them. Raises NotFound."""
    require(by, Permission.TRANSFER_REQUEST)
    row = session.execute(_rows(by).where(EmployerTransfer.id == transfer_id)).one_or_none()
    if row is None:
        raise NotFound()
    return TransferRow(**row._mapping)


def _rows(by: Actor) -> Select[*tuple[Any, ...]]:
    transfer, old, new = EmployerTransfer, aliased(Organization), aliased(Organization)
    is_its = and_(Instance.item_id == transfer.id, Instance.item_kind == ItemKind.EMPLOYER_TRANSFER)
    return (
        select(
            transfer.id, Instance.id.label("instance_id"), old.name.label("from_name"), new.id.label("to_id"),
            new.name.label("to_name"), new.region_code.label("to_region"),
            new.contact_phone.label("holder_phone"), transfer.reason, transfer.state, transfer.created_at,
            UserTask.party, days_since(WorkItem.opened_at).label("waiting_days"),
        )
        .join(Instance, is_its)
        .join(old, old.id == transfer.from_employer_id)
        .join(new, new.id == transfer.to_employer_id)
        .outerjoin(WorkItem, and_(WorkItem.instance_id == Instance.id, WorkItem.closed_at.is_(None)))
        .outerjoin(UserTask, UserTask.id == WorkItem.user_task_id)
        .where(transfer.learner_id == by.learner_id)
    )  # fmt: skip
