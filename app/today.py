"""What day it is in China: the machine's own clock may be set to any zone."""

from datetime import date, datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8), "Asia/Shanghai")  # one zone without summer time; needs no table of zones


def today() -> date:
    """The date in China."""
    return datetime.now(CHINA).date()
