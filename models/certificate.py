"""Certificates of a year's continuing education (继续教育证书)."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, SmallInteger, String
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, CreatedAt, Id


class Certificate(Base):
    """What was certified of a learner and year, as it was then; one a year is in force.

    `code` is what a reader of the paper proves by that he holds it; `hours` are texts, since decimals are.
    """

    __tablename__ = "certificate"
    __table_args__ = (
        Index(
            "uq_certificate_in_force",
            "learner_id",
            "year",
            unique=True,
            postgresql_where="revoked_at IS NULL",
        ),
        Index("ix_certificate_learner_id_id", "learner_id", "id"),
    )

    id: Mapped[Id]
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"))
    year: Mapped[int] = mapped_column(SmallInteger)
    number: Mapped[str] = mapped_column(String(32), unique=True)
    code: Mapped[str] = mapped_column(String(16), unique=True)
    hours: Mapped[dict[str, Any]] = mapped_column(JSONB)
    issuer_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    issued_at: Mapped[CreatedAt]
    revoked_at: Mapped[datetime | None]
