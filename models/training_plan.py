"""Training plans (培训计划): what a base wants to teach in a year, once it is approved."""

import enum
from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, CreatedAt, Hours, Id, choice


class PlanState(enum.StrEnum):
    """Where a plan is in its life; where it is while it is reviewed, its open work item says."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    REJECTED = "rejected"

    @property
    def label(self) -> str:
        """The state as users know it."""
        return {"draft": "待提交", "submitted": "待审核", "approved": "已生效", "rejected": "不予通过"}[self.value]


class TeachingMode(enum.StrEnum):
    """培训方式."""

    FACE = "face"
    ONLINE = "online"
    MIXED = "mixed"

    @property
    def label(self) -> str:
        """The mode as users know it."""
        return {"face": "面授", "online": "网络", "mixed": "混合"}[self.value]


class TrainingPlan(Base):
    """A plan of a base on one subject and year; classes are held on approved ones only."""

    __tablename__ = "training_plan"
    __table_args__ = (
        UniqueConstraint("id", "base_id"),
        UniqueConstraint("base_id", "year", "name"),
        CheckConstraint("ends_on >= starts_on", name="ends_after_start"),
        CheckConstraint("people > 0", name="has_people"),
        CheckConstraint("hours > 0", name="has_hours"),
        Index("ix_training_plan_base_id_id", "base_id", "id"),
    )

    id: Mapped[Id]
    base_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    subject_id: Mapped[int] = mapped_column(ForeignKey("subject.id"))
    name: Mapped[str]
    year: Mapped[int] = mapped_column(SmallInteger)  # 培训年度
    audience: Mapped[str] = mapped_column(server_default="")
    people: Mapped[int]
    hours: Mapped[Hours]
    mode: Mapped[TeachingMode] = mapped_column(choice(TeachingMode))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    place: Mapped[str] = mapped_column(server_default="")
    fee: Mapped[str] = mapped_column(server_default="")  # 收费标准, in words
    state: Mapped[PlanState] = mapped_column(choice(PlanState), server_default=PlanState.DRAFT.value)
    created_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[CreatedAt]
