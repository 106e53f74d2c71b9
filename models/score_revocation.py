"""Proposals to revoke qualified scores (学时审验)."""

import enum

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, CreatedAt, Id, choice


class RevocationState(enum.StrEnum):
    """Where a proposal stands."""

    PENDING = "pending"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        """The state as users know it."""
        return {
            "pending": "待复核",
            "confirmed": "审验不通过",
            "rejected": "维持合格",
            "withdrawn": "已撤回",
        }[self.value]


class ScoreRevocation(Base):
    """What a member of an HR department proposes and another of its members confirms; one at a time a score."""

    __tablename__ = "score_revocation"
    __table_args__ = (
        Index("uq_score_revocation_pending", "score_id", unique=True, postgresql_where="state = 'pending'"),
        Index("ix_score_revocation_score_id", "score_id"),
        Index("ix_score_revocation_organization_id_id", "organization_id", "id"),
    )

    id: Mapped[Id]
    score_id: Mapped[int] = mapped_column(ForeignKey("score.id"))
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    reason: Mapped[str]
    state: Mapped[RevocationState] = mapped_column(
        choice(RevocationState), server_default=RevocationState.PENDING.value
    )
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[CreatedAt]
