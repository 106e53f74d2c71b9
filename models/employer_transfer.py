"""Transfers of learners between employers (单位调转)."""

import enum

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, CreatedAt, Id, choice


class TransferState(enum.StrEnum):
    """What became of a transfer; where a pending one is, its open work item says."""

    PENDING = "pending"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        """The state as users know it."""
        return {"pending": "审核中", "approved": "已调转", "rejected": "不予通过", "withdrawn": "已撤回"}[
            self.value
        ]


class EmployerTransfer(Base):
    """A learner's wish to belong to another employer, who has to agree; one at a time."""

    __tablename__ = "employer_transfer"
    __table_args__ = (
        CheckConstraint("from_employer_id <> to_employer_id", name="to_another"),
        Index(
            "uq_employer_transfer_pending",
            "learner_id",
            unique=True,
            postgresql_where="state = 'pending'",
        ),
        Index("ix_employer_transfer_learner_id_id", "learner_id", "id"),
    )

    id: Mapped[Id]
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"))
    from_employer_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    to_employer_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    reason: Mapped[str]
    state: Mapped[TransferState] = mapped_column(choice(TransferState), server_default=TransferState.PENDING.value)
    created_at: Mapped[CreatedAt]
