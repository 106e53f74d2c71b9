"""What organisations have to decide and decided, counted by a periodic job: 办理分析 reads only these."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, Integer, Numeric
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base

PERSONS_REGION = ""
"""Stands for the region of what persons submit for themselves."""


class WorkMonth(Base):
    """What came to a step of an organisation in one month and was decided there, by the submitter's region."""

    __tablename__ = "work_month"

    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), primary_key=True)
    month: Mapped[date] = mapped_column(primary_key=True)  # its first day
    process_id: Mapped[str] = mapped_column(ForeignKey("diagram.process_id"), primary_key=True)
    node_id: Mapped[str] = mapped_column(primary_key=True)
    region_code: Mapped[str] = mapped_column(primary_key=True)
    opened: Mapped[int] = mapped_column(Integer)
    decided: Mapped[int] = mapped_column(Integer)
    refreshed_at: Mapped[datetime]


class WorkNow(Base):
    """What is open at a step of an organisation, by why it waits; `days` are sums over the rows."""

    __tablename__ = "work_now"

    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), primary_key=True)
    process_id: Mapped[str] = mapped_column(ForeignKey("diagram.process_id"), primary_key=True)
    node_id: Mapped[str] = mapped_column(primary_key=True)
    region_code: Mapped[str] = mapped_column(primary_key=True)
    unclaimed: Mapped[int] = mapped_column(Integer)
    taken: Mapped[int] = mapped_column(Integer)  # somebody holds it
    returned: Mapped[int] = mapped_column(Integer)  # from this step, and not yet submitted again
    overdue: Mapped[int] = mapped_column(Integer)
    unclaimed_days: Mapped[Decimal] = mapped_column(Numeric(14, 2))
    taken_days: Mapped[Decimal] = mapped_column(Numeric(14, 2))
    returned_days: Mapped[Decimal] = mapped_column(Numeric(14, 2))
    refreshed_at: Mapped[datetime]


class WorkPace(Base):
    """The median of the days that a step of an organisation took of late."""

    __tablename__ = "work_pace"

    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), primary_key=True)
    process_id: Mapped[str] = mapped_column(ForeignKey("diagram.process_id"), primary_key=True)
    node_id: Mapped[str] = mapped_column(primary_key=True)
    days: Mapped[Decimal] = mapped_column(Numeric(8, 2))
    decided: Mapped[int] = mapped_column(Integer)  # of how many work items this is the median


class ReviewerLoad(Base):
    """What a member holds, and how many decisions he made this week and this month."""

    __tablename__ = "reviewer_load"

    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), primary_key=True)
    open: Mapped[int] = mapped_column(Integer)
    decided_week: Mapped[int] = mapped_column(Integer)
    decided_month: Mapped[int] = mapped_column(Integer)
