"""The audit log: every change of state and every sign-in, one row a command; append-only."""

from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, CreatedAt, Id


class AuditEvent(Base):
    """Who did what from where, and whether it succeeded (GB/T 22239, 8.1.4.3)."""

    __tablename__ = "audit_event"
    __table_args__ = (
        Index("ix_audit_event_created_at", "created_at"),
        Index("ix_audit_event_user_id_id", "user_id", "id"),
    )

    id: Mapped[Id]
    created_at: Mapped[CreatedAt]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"))
    action: Mapped[str]  # thing:action, the permission's name where there is one
    succeeded: Mapped[bool]
    address: Mapped[str | None]
    detail: Mapped[dict[str, Any]] = mapped_column(JSONB)
