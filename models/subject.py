"""Subjects (培训科目)."""

import enum

from sqlalchemy import CheckConstraint, ForeignKey, SmallInteger
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, CreatedAt, Hours, Id, choice


class SubjectType(enum.StrEnum):
    """科目类型 (令第25号第7条)."""

    PUBLIC = "public"
    PROFESSIONAL = "professional"

    @property
    def label(self) -> str:
        """The type as users know it."""
        return {"public": "公需科目", "professional": "专业科目"}[self.value]


class Subject(Base):
    """A public subject, kept by an HR department for a year, or a professional one, kept by a base."""

    __tablename__ = "subject"
    __table_args__ = (CheckConstraint("type <> 'public' OR year IS NOT NULL", name="public_has_year"),)

    id: Mapped[Id]
    type: Mapped[SubjectType] = mapped_column(choice(SubjectType))
    name: Mapped[str]
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    year: Mapped[int | None] = mapped_column(SmallInteger)
    hours: Mapped[Hours | None]
    summary: Mapped[str] = mapped_column(server_default="")
    is_enabled: Mapped[bool] = mapped_column(server_default="true")
    created_at: Mapped[CreatedAt]
