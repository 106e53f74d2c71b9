"""Venues of a training base (教学场地设施)."""

import enum
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, CreatedAt, Id, choice


class VenueKind(enum.StrEnum):
    """What a venue is for."""

    CLASSROOM = "classroom"
    COMPUTER_ROOM = "computer_room"
    PRACTICE = "practice"
    OTHER = "other"

    @property
    def label(self) -> str:
        """The kind as users know it."""
        return {"classroom": "教室", "computer_room": "机房", "practice": "实训", "other": "其他"}[self.value]


class Ownership(enum.StrEnum):
    """By what right the base has a venue."""

    OWN = "own"
    RENTED = "rented"

    @property
    def label(self) -> str:
        """The right as users know it."""
        return {"own": "自有", "rented": "租赁"}[self.value]


class Venue(Base):
    """A room that a base teaches in."""

    __tablename__ = "venue"
    __table_args__ = (
        CheckConstraint("area > 0", name="has_area"),
        CheckConstraint("seats >= 0", name="counts_seats"),
        Index("ix_venue_base_id_id", "base_id", "id"),
    )

    id: Mapped[Id]
    base_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    name: Mapped[str]
    kind: Mapped[VenueKind] = mapped_column(choice(VenueKind))
    area: Mapped[Decimal] = mapped_column(Numeric(8, 1))  # square metres
    seats: Mapped[int]
    ownership: Mapped[Ownership] = mapped_column(choice(Ownership))
    equipment: Mapped[str] = mapped_column(server_default="")
    created_at: Mapped[CreatedAt]
