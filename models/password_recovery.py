"""Forgotten passwords: links sent by mail, and requests that wait for whoever may reset them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, CreatedAt, Id


class PasswordRecovery(Base):
    """A link by which a new password can be set, once; the mail holds the token, the table its SHA-256."""

    __tablename__ = "password_recovery"

    id: Mapped[Id]
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    expires_at: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None]
    created_at: Mapped[CreatedAt]


class PasswordRequest(Base):
    """Somebody asks that his password be reset: as a learner, or as a member. `office_id` is who may do it."""

    __tablename__ = "password_request"
    __table_args__ = (
        CheckConstraint("num_nonnulls(learner_id, membership_id) = 1", name="one_identity"),
        Index("uq_password_request_open", "user_id", unique=True, postgresql_where="handled_at IS NULL"),
        Index("ix_password_request_office_id_id", "office_id", "id", postgresql_where="handled_at IS NULL"),
    )

    id: Mapped[Id]
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    learner_id: Mapped[int | None] = mapped_column(ForeignKey("learner.id"))
    membership_id: Mapped[int | None] = mapped_column(ForeignKey("membership.id", ondelete="CASCADE"))
    office_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    created_at: Mapped[CreatedAt]
    handled_at: Mapped[datetime | None]
