"""What an organisation's members are told."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Integer, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, CreatedAt, Id


class Notification(Base):
    """Work items that reached an organisation: one row for each command, task and group."""

    __tablename__ = "notification"
    __table_args__ = (
        UniqueConstraint("command_id", "organization_id", "user_task_id", "group_id"),
        Index("ix_notification_organization_id_id", "organization_id", "id"),
    )

    id: Mapped[Id]
    command_id: Mapped[int | None] = mapped_column(ForeignKey("command.id"))
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    user_task_id: Mapped[int] = mapped_column(ForeignKey("user_task.id"))
    group_id: Mapped[int]
    rows: Mapped[int] = mapped_column(Integer)
    created_at: Mapped[CreatedAt]
    read_at: Mapped[datetime | None]
