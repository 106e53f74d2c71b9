"""China's working days as a table: Spring Festival, make-up Saturdays, a year whose holidays are not known yet."""

from datetime import date, datetime, timedelta

import pytest
from structlog.testing import capture_logs

from app.services.calendar import working_days
from app.services.calendar.working_days import (
    KNOWN,
    due_at,
    is_working_day,
    working_day_after,
    working_days_between,
)
from app.today import CHINA

UNKNOWN = KNOWN[-1] + 1

DAYS = [
    ("an ordinary Wednesday", "2025-03-12", True),
    ("an ordinary Saturday", "2025-03-15", False),
    ("New Year's Day, a Wednesday", "2025-01-01", False),
    ("the Sunday worked before Spring Festival", "2025-01-26", True),
    ("Spring Festival's eve", "2025-01-28", False),
    ("a weekday within Spring Festival", "2025-02-03", False),
    ("the Saturday worked after Spring Festival", "2025-02-08", True),
    ("the Sunday worked before Labour Day", "2025-04-27", True),
    ("National Day and Mid-Autumn, 2025", "2025-10-08", False),
    ("the Saturday worked after them", "2025-10-11", True),
]

DUE = [
    ("five working days of a plain week", "2025-03-10 09:30", "P5D", "2025-03-17 23:59:59"),
    ("opened on a Saturday, Monday is the first day", "2025-03-15 10:00", "P1D", "2025-03-17 23:59:59"),
    ("opened at the last second of a day in China", "2025-03-10 23:59", "P1D", "2025-03-11 23:59:59"),
    ("over Spring Festival, a Sunday before it counts", "2025-01-24 09:00", "P3D", "2025-02-05 23:59:59"),
    ("after it, the make-up Saturday counts", "2025-02-05 09:00", "P3D", "2025-02-08 23:59:59"),
    ("ten days over the eight of National Day", "2025-09-26 15:00", "P10D", "2025-10-16 23:59:59"),
    ("a week is five working days", "2025-03-10 09:30", "P1W", "2025-03-17 23:59:59"),
    ("a month ends on a working day", "2025-01-31 09:30", "P1M", "2025-02-28 23:59:59"),
    ("a month that would end in a festival", "2025-01-01 09:00", "P1M", "2025-02-05 23:59:59"),
    ("a year", "2024-02-29 09:00", "P1Y", "2025-02-28 23:59:59"),
    ("hours pass by the clock, at night and on holidays", "2025-01-28 20:00", "PT24H", "2025-01-29 20:00:00"),
    ("minutes", "2025-01-28 20:00", "PT90M", "2025-01-28 21:30:00"),
    ("a working day and four hours", "2025-03-14 16:00", "P1DT4H", "2025-03-17 20:00:00"),
    ("over Spring Festival of 2026, two make-up days", "2026-02-13 09:00", "P2D", "2026-02-24 23:59:59"),
]


@pytest.mark.parametrize(("said", "day", "works"), DAYS, ids=[row[0] for row in DAYS])
def test_a_day_is_worked_or_not(said: str, day: str, works: bool):
    assert is_working_day(date.fromisoformat(day)) is works


@pytest.mark.parametrize(("said", "opened", "duration", "due"), DUE, ids=[row[0] for row in DUE])
def test_what_opens_is_due(said: str, opened: str, duration: str, due: str):
    assert due_at(in_china(opened), duration) == in_china(due)


def test_what_is_drawn_without_a_limit_is_never_due():
    assert due_at(in_china("2025-03-10 09:30"), None) is None


def test_an_opening_is_counted_in_china_wherever_the_machine_stands():
    in_utc = datetime.fromisoformat("2025-03-10T17:00+00:00")  # the eleventh in China already
    assert due_at(in_utc, "P1D") == in_china("2025-03-12 23:59:59")


def test_in_a_year_that_is_not_known_monday_to_friday_count_and_the_log_says_so_once():
    working_days._say_unknown.cache_clear()
    first = next(day for day in days_from(date(UNKNOWN, 1, 4)) if day.weekday() == 0)
    with capture_logs() as said:
        assert [is_working_day(day) for day in days_from(first, 7)] == [True] * 5 + [False] * 2
    assert [line["year"] for line in said] == [UNKNOWN]


def test_a_limit_that_reaches_into_an_unknown_year_is_counted_on():
    assert due_at(datetime(KNOWN[-1], 12, 31, 9, tzinfo=CHINA), "P10D").year == UNKNOWN


@pytest.mark.parametrize(
    ("day", "count", "there"),
    [
        ("2025-03-14", 1, "2025-03-17"),
        ("2025-03-17", -1, "2025-03-14"),
        ("2025-03-15", 0, "2025-03-17"),
        ("2025-03-14", 0, "2025-03-14"),
        ("2025-02-05", -3, "2025-01-24"),
    ],
)
def test_working_days_are_counted_forwards_and_back(day: str, count: int, there: str):
    assert working_day_after(date.fromisoformat(day), count) == date.fromisoformat(there)


def test_the_days_between_leave_out_the_first():
    assert working_days_between(date(2025, 3, 14), date(2025, 3, 17)) == 1
    assert working_days_between(date(2025, 3, 14), date(2025, 3, 16)) == 0
    assert working_days_between(date(2025, 3, 14), date(2025, 3, 1)) == 0
    assert working_days_between(date(2025, 1, 27), date(2025, 2, 8)) == 4


def in_china(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


def days_from(first: date, count: int = 7) -> list[date]:
    return [first + timedelta(days=number) for number in range(count)]
