"""What a year asks of a learner, and of a class: data, not code."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, SmallInteger, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Hours, Id, Mark


class YearRule(Base):
    """The minimums of one province and year (令第25号第8条; 豫人社〔2017〕121号).

    Public and professional minimums do not sum to the total: the rest may be of either kind.
    """

    __tablename__ = "year_rule"
    __table_args__ = (
        UniqueConstraint("region_code", "year"),
        CheckConstraint("public_hours + professional_hours <= total_hours", name="parts_within_total"),
    )

    id: Mapped[Id]
    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"))
    year: Mapped[int] = mapped_column(SmallInteger)
    total_hours: Mapped[Hours]
    public_hours: Mapped[Hours]
    professional_hours: Mapped[Hours]
    hours_per_day: Mapped[Hours]
    pass_mark: Mapped[Mark]
    declare_from: Mapped[date | None]
    declare_until: Mapped[date | None]
    public_deadline: Mapped[date | None]  # by when the year's public hours are to be reached
    professional_deadline: Mapped[date | None]
