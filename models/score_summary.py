"""Figures of each employer and base by year, counted by a periodic job: statistics of a province read these."""

import enum
from datetime import datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, Index, Integer, Numeric, SmallInteger
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, choice


class SummaryType(enum.StrEnum):
    """Subjects of which type the figures are of; people are counted once in ALL, so that it is no sum."""

    PUBLIC = "public"
    PROFESSIONAL = "professional"
    ALL = "all"

    @property
    def label(self) -> str:
        """The type as users know it."""
        return {"public": "公需科目", "professional": "专业科目", "all": "合计"}[self.value]


class ScoreSummary(Base):
    """One employer or base, one credited year, one type of subject.

    Of an employer: the scores of its people, and how many reached the year's standard. Of a base: the scores of
    its classes. `rejected` were never approved, `revoked` were, and count no more.
    """

    __tablename__ = "score_summary"
    __table_args__ = (Index("ix_score_summary_credit_year_subject_type", "credit_year", "subject_type"),)

    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), primary_key=True)
    credit_year: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    subject_type: Mapped[SummaryType] = mapped_column(choice(SummaryType), primary_key=True)
    registered: Mapped[int] = mapped_column(Integer, server_default="0")  # learners of the employer
    reached: Mapped[int] = mapped_column(Integer, server_default="0")  # of these, who reached the standard
    people: Mapped[int] = mapped_column(Integer, server_default="0")  # learners with a score
    classes: Mapped[int] = mapped_column(Integer, server_default="0")
    entered: Mapped[int] = mapped_column(Integer, server_default="0")
    in_review: Mapped[int] = mapped_column(Integer, server_default="0")
    qualified: Mapped[int] = mapped_column(Integer, server_default="0")
    rejected: Mapped[int] = mapped_column(Integer, server_default="0")
    revoked: Mapped[int] = mapped_column(Integer, server_default="0")
    hours: Mapped[Decimal] = mapped_column(Numeric(12, 1), server_default="0")  # of qualified scores
    refreshed_at: Mapped[datetime]
