"""The day it is in the province, as the database says it: that of the machine may be another."""

from datetime import date, datetime
from zoneinfo import ZoneInfo


def today() -> date:
    """The date in China."""
    return datetime.now(ZoneInfo("Asia/Shanghai")).date()
