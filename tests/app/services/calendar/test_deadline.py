"""How far a limit is off, in the words of pages."""

from datetime import datetime, timedelta

import pytest

from app.services.calendar.deadline import deadline_of, soon_until
from app.services.calendar.working_days import moved
from app.today import CHINA


def now() -> datetime:
    return datetime.now(CHINA)


@pytest.mark.parametrize("days", [1, 3, 40])
def test_what_is_over_says_for_how_many_working_days(days: int):
    found = deadline_of(moved(now(), f"P{days}D", back=True))
    assert found.is_overdue
    assert found.text.startswith("已超期")
    assert found.days in (days, days - 1)  # of a day on which nobody works


def test_a_limit_of_hours_is_over_on_the_same_day():
    found = deadline_of(now() - timedelta(seconds=1))
    assert (found.is_overdue, found.text) == (True, "已超期，不足 1 个工作日")


def test_two_working_days_are_soon_and_ten_are_not():
    assert deadline_of(soon_until() - timedelta(seconds=1)).is_soon
    later = deadline_of(moved(now(), "P10D"))
    assert (later.is_soon, later.is_overdue, later.text) == (False, False, "还有 10 个工作日")


def test_a_day_is_said_as_a_day_and_hours_as_a_moment():
    assert deadline_of(datetime(2025, 3, 17, 23, 59, 59, tzinfo=CHINA)).day == "2025-03-17"
    assert deadline_of(datetime(2025, 3, 17, 9, 30, tzinfo=CHINA)).day == "2025-03-17 09:30"


def test_without_a_limit_there_is_nothing_to_say():
    assert deadline_of(None) is None
