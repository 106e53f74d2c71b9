"""Several people who sign one work item (会签, 加签)."""

import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, CreatedAt, Id, choice


class SignOffKind(enum.StrEnum):
    """Why somebody signs: the diagram asks for several, or a colleague added him to his own decision."""

    COUNTERSIGN = "countersign"
    BEFORE = "before"
    ALONGSIDE = "alongside"
    AFTER = "after"
    HOLDER = "holder"

    @property
    def label(self) -> str:
        """The kind as users know it."""
        return {
            "countersign": "会签",
            "before": "前加签",
            "alongside": "并加签",
            "after": "后加签",
            "holder": "经办人",
        }[self.value]


class SignOff(Base):
    """One signer of a work item: his turn (`position`, ascending), and what he said.

    The engine knows nothing of him: its user task is completed once by what all of them came to.
    """

    __tablename__ = "sign_off"
    __table_args__ = (
        Index(
            "uq_sign_off_signer",
            "work_item_id",
            "user_id",
            unique=True,
            postgresql_where="removed_at IS NULL",
        ),
        Index(
            "ix_sign_off_pending",
            "user_id",
            "id",
            postgresql_where="signed_at IS NULL AND removed_at IS NULL",
        ),
        CheckConstraint("(outcome IS NULL) = (signed_at IS NULL)", name="outcome_when_signed"),
    )

    id: Mapped[Id]
    work_item_id: Mapped[int] = mapped_column(ForeignKey("work_item.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    position: Mapped[int] = mapped_column(SmallInteger)
    kind: Mapped[SignOffKind] = mapped_column(choice(SignOffKind))
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))  # none: the diagram
    outcome: Mapped[str | None]
    signed_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]  # taken off again, or not asked any more
    created_at: Mapped[CreatedAt]
