"""Working days by China's calendar (holidays and make-up days), and when something is due.

The State Council sets a year's holidays in the November before; for a year that is not known yet every Monday to
Friday counts. Durations are ISO 8601, as diagrams write them.
"""

import re
from datetime import date, datetime, time, timedelta
from functools import cache

import structlog
from chinese_calendar import holidays, workdays

from app.today import CHINA

KNOWN = range(min(holidays).year, max(holidays).year + 1)
"""Years whose holidays are known."""

WEEK = 5  # working days
LAST_MOMENT = time(23, 59, 59)
MORNING = time(9)
_PART = re.compile(r"(\d+)([A-Z])")


def is_working_day(day: date) -> bool:
    """Whether people work on this day: a weekday that is no holiday, or a weekend's day that makes up for one."""
    if day.year not in KNOWN:
        _say_unknown(day.year)
        return day.weekday() < WEEK
    return day in workdays or (day.weekday() < WEEK and day not in holidays)


def working_day_after(day: date, count: int) -> date:
    """The count-th working day after a day, which does not count itself; before it where `count` is negative.

    With 0 it is the day itself, or where that is free the next working day.
    """
    step = timedelta(days=-1 if count < 0 else 1)
    left = abs(count)
    if not left and not is_working_day(day):
        left = 1
    while left:
        day += step
        left -= is_working_day(day)
    return day


def working_days_between(first: date, last: date) -> int:
    """How many working days come after `first`, up to `last` and with it; 0 where `last` is not later."""
    days = (last - first).days
    return sum(is_working_day(first + timedelta(days=number)) for number in range(1, days + 1))


def due_at(opened_at: datetime | None, duration: str | None) -> datetime | None:
    """When something is due that was opened then (None: now): days are working days, hours pass by the clock.

    What is counted in days is due at the end of the last one. None without a duration.
    """
    return None if duration is None else moved(opened_at or datetime.now(CHINA), duration)


def reminder_at(due: datetime, remind: str) -> datetime:
    """When people are reminded of what is due then: so long after it, with a minus before; days begin at nine."""
    duration, back = remind.removeprefix("-"), remind.startswith("-")
    moment = moved(due, duration, back=back)
    return moment if "T" in duration else datetime.combine(moment.date(), MORNING, CHINA)


def moved(moment: datetime, duration: str, *, back: bool = False) -> datetime:
    """The moment so much later, or earlier: at the end of the day where no hours are said."""
    dated, _, timed = duration.removeprefix("P").partition("T")
    days, clock = _parts(dated), _parts(timed)
    sign, local = -1 if back else 1, moment.astimezone(CHINA)
    if days:
        day = _months_after(local.date(), sign * (12 * days.get("Y", 0) + days.get("M", 0)))
        day = working_day_after(day, sign * (WEEK * days.get("W", 0) + days.get("D", 0)))
        local = datetime.combine(day, local.time() if clock else LAST_MOMENT, CHINA)
    passed = timedelta(hours=clock.get("H", 0), minutes=clock.get("M", 0), seconds=clock.get("S", 0))
    return local + sign * passed


def _parts(text: str) -> dict[str, int]:
    return {unit: int(number) for number, unit in _PART.findall(text)}


def _months_after(day: date, months: int) -> date:
    """The same day of another month, or its last one."""
    if not months:
        return day
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    next_month = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + timedelta(days=day.day - 1), next_month - timedelta(days=1))


@cache
def _say_unknown(year: int) -> None:
    """Once a process and year: whoever runs the system can bring the calendar up to date."""
    structlog.get_logger().warning("calendar.year_unknown", year=year, known_until=KNOWN[-1])
