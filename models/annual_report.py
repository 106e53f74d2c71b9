"""Annual reports (年审报告): what a base did in a year, and what it plans for the next."""

import enum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, CreatedAt, Id, choice


class ReportState(enum.StrEnum):
    """Where a report is in its life; where it is while it is reviewed, its open work item says."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"

    @property
    def label(self) -> str:
        """The state as users know it."""
        return {"draft": "未申报", "submitted": "待审核", "approved": "审核通过"}[self.value]


class Receiver(enum.StrEnum):
    """The department that reviews a report, as the base chose (受理部门)."""

    HR = "hr"
    COMPETENT = "competent"

    @property
    def label(self) -> str:
        """The receiver as users know it."""
        return {"hr": "同级人社部门", "competent": "主管部门"}[self.value]


class Grade(enum.StrEnum):
    """考核等次 (河南省专业技术人员继续教育基地考核评估办法): each is an end of the process."""

    EXCELLENT = "excellent"
    QUALIFIED = "qualified"
    UNQUALIFIED = "unqualified"

    @property
    def label(self) -> str:
        """The grade as users know it."""
        return {"excellent": "优秀", "qualified": "合格", "unqualified": "不合格"}[self.value]


class AnnualReport(Base):
    """The report of a base on a year. A trigger of the database refuses to delete one that was ever declared.

    `figures` are the year's numbers when it was declared; before that they are counted afresh at each look.
    """

    __tablename__ = "annual_report"
    __table_args__ = (
        UniqueConstraint("base_id", "year"),
        CheckConstraint("(state = 'approved') = (grade IS NOT NULL)", name="approved_has_grade"),
        CheckConstraint("state = 'draft' OR figures IS NOT NULL", name="declared_has_figures"),
        Index("ix_annual_report_base_id_id", "base_id", "id"),
    )

    id: Mapped[Id]
    base_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    year: Mapped[int] = mapped_column(SmallInteger)
    name: Mapped[str]
    receiver: Mapped[Receiver] = mapped_column(choice(Receiver))
    work_done: Mapped[str]
    next_year_plan: Mapped[str]
    figures: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    state: Mapped[ReportState] = mapped_column(choice(ReportState), server_default=ReportState.DRAFT.value)
    grade: Mapped[Grade | None] = mapped_column(choice(Grade))
    created_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[CreatedAt]
