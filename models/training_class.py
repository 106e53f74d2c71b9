"""Training classes (培训班)."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, SmallInteger, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, CreatedAt, Hours, Id, Mark


class TrainingClass(Base):
    """A class of a base on one subject.

    `training_year` is when it was taught (培训年度), `credit_year` the year in which its hours count
    (继续教育年度).
    """

    __tablename__ = "training_class"
    __table_args__ = (
        UniqueConstraint("id", "base_id"),
        UniqueConstraint("base_id", "name"),
        ForeignKeyConstraint(["plan_id", "base_id"], ["training_plan.id", "training_plan.base_id"]),
        CheckConstraint("ends_on >= starts_on", name="ends_after_start"),
        CheckConstraint("hours > 0", name="has_hours"),
        CheckConstraint("pass_mark BETWEEN 0 AND 100", name="pass_mark_in_range"),
        Index("ix_training_class_base_id_training_year", "base_id", "training_year"),
    )

    id: Mapped[Id]
    base_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    plan_id: Mapped[int | None] = mapped_column(index=True)  # none: held before there were plans
    subject_id: Mapped[int] = mapped_column(ForeignKey("subject.id"))
    name: Mapped[str]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    place: Mapped[str]
    hours: Mapped[Hours]
    training_year: Mapped[int] = mapped_column(SmallInteger)
    credit_year: Mapped[int] = mapped_column(SmallInteger)
    pass_mark: Mapped[Mark]
    created_at: Mapped[CreatedAt]
