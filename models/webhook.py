"""Addresses of other systems that are told what people are told."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String, Text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, CreatedAt, Id


class Webhook(Base):
    """Where to, of which events, and how the last delivery went. The secret signs and is kept sealed."""

    __tablename__ = "webhook"
    __table_args__ = (
        CheckConstraint("url LIKE 'https://%'", name="https_only"),
        Index("ix_webhook_enabled", "id", postgresql_where="is_enabled"),
    )

    id: Mapped[Id]
    name: Mapped[str] = mapped_column(String(40))
    url: Mapped[str] = mapped_column(String(500))
    secret_sealed: Mapped[bytes]
    events: Mapped[list[str]] = mapped_column(ARRAY(Text))  # of NotificationKind
    is_enabled: Mapped[bool] = mapped_column(server_default="true")
    created_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[CreatedAt]
    last_at: Mapped[datetime | None]
    last_result: Mapped[str | None]
    is_failing: Mapped[bool] = mapped_column(server_default="false")  # what was tried last was not taken
    given_up: Mapped[int] = mapped_column(Integer, server_default="0")  # deliveries that are tried no more
