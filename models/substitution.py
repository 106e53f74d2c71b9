"""Who acts for a member that is away (代理)."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, CreatedAt, Id


class Substitution(Base):
    """From the first to the last day the substitute clears what the absent member would, in one organisation."""

    __tablename__ = "substitution"
    __table_args__ = (
        CheckConstraint("first_day <= last_day", name="days_in_order"),
        CheckConstraint("user_id <> substitute_id", name="somebody_else"),
        Index(
            "ix_substitution_substitute",
            "substitute_id",
            "organization_id",
            postgresql_where="cancelled_at IS NULL",
        ),
        Index("ix_substitution_organization_id_id", "organization_id", "id"),
    )

    id: Mapped[Id]
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    substitute_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    first_day: Mapped[date]
    last_day: Mapped[date]
    created_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[CreatedAt]
    cancelled_at: Mapped[datetime | None]
