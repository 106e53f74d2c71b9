"""The periods that 办理分析 counts: whole months, so that the same months a year before can stand beside them."""

import enum
from dataclasses import dataclass
from datetime import date, timedelta


class PeriodName(enum.StrEnum):
    """What a reader may choose."""

    MONTH = "month"
    LAST_MONTH = "last_month"
    QUARTER = "quarter"
    YEAR = "year"
    LAST_YEAR = "last_year"

    @property
    def label(self) -> str:
        """As the reader knows it."""
        return {
            "month": "本月",
            "last_month": "上月",
            "quarter": "本季度",
            "year": "本年",
            "last_year": "上年",
        }[self.value]


@dataclass(frozen=True)
class Period:
    """From the first day of a month to the day before `until`, the first of another."""

    since: date
    until: date

    @property
    def last_day(self) -> date:
        """The last day that belongs to it."""
        return self.until - timedelta(days=1)

    @property
    def year_before(self) -> "Period":
        """The same months a year earlier."""
        return Period(self.since.replace(year=self.since.year - 1), self.until.replace(year=self.until.year - 1))

    @property
    def label(self) -> str:
        """Its months in words."""
        first, last = f"{self.since:%Y-%m}", f"{self.last_day:%Y-%m}"
        return first if first == last else f"{first} 至 {last}"


def period_of(name: PeriodName, today: date) -> Period:
    """The period as it lies around a day."""
    month = today.replace(day=1)
    if name == PeriodName.LAST_MONTH:
        return Period(_months_on(month, -1), month)
    if name == PeriodName.QUARTER:
        first = month.replace(month=(month.month - 1) // 3 * 3 + 1)
        return Period(first, _months_on(first, 3))
    if name == PeriodName.YEAR:
        return year_of(month.year)
    if name == PeriodName.LAST_YEAR:
        return year_of(month.year - 1)
    return Period(month, _months_on(month, 1))


def year_of(year: int) -> Period:
    """A calendar year."""
    return Period(date(year, 1, 1), date(year + 1, 1, 1))


def months_of(year: int) -> list[Period]:
    """Its twelve months."""
    firsts = [date(year, number, 1) for number in range(1, 13)]
    return [Period(first, _months_on(first, 1)) for first in firsts]


def _months_on(first: date, count: int) -> date:
    years, month = divmod(first.month - 1 + count, 12)
    return date(first.year + years, month + 1, 1)
