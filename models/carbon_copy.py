"""Instances that somebody, or an organisation, was sent to know of (抄送); nothing is asked of them."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, CreatedAt, Id


class CarbonCopy(Base):
    """One instance for one member, or without a user for all members of an organisation, who may look at it then.

    What an organisation got counts as read when the first of its members has read it.
    """

    __tablename__ = "carbon_copy"
    __table_args__ = (
        UniqueConstraint("instance_id", "user_id", "organization_id", postgresql_nulls_not_distinct=True),
        Index("ix_carbon_copy_reader", "user_id", "organization_id", "id"),
    )

    id: Mapped[Id]
    instance_id: Mapped[int] = mapped_column(ForeignKey("instance.id"))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))  # where he reads it
    sent_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[CreatedAt]
    read_at: Mapped[datetime | None]
