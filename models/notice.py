"""Notices (通知公告) that HR departments publish to everybody."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, CreatedAt, Id


class Notice(Base):
    """A notice: plain text in paragraphs. It is never deleted, only withdrawn."""

    __tablename__ = "notice"
    __table_args__ = (
        Index("ix_notice_public", "is_pinned", "id", postgresql_where="withdrawn_at IS NULL"),
        Index("ix_notice_organization_id_id", "organization_id", "id"),
    )

    id: Mapped[Id]
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    title: Mapped[str]
    body: Mapped[str]
    is_pinned: Mapped[bool] = mapped_column(server_default="false")
    published_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    published_at: Mapped[CreatedAt]
    withdrawn_at: Mapped[datetime | None]
