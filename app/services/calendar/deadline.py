"""Until when something is to be done, as a page says it: in working days."""

from dataclasses import dataclass
from datetime import datetime

from app.services.calendar.working_days import moved, working_days_between
from app.today import CHINA

SOON = "P2D"
"""What is due within so many working days from today is due soon."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """A limit, and how far it is off: working days over it, or left until it."""

    at: datetime
    is_overdue: bool
    is_soon: bool
    days: int

    @property
    def text(self) -> str:
        """How far it is off, in words."""
        if self.is_overdue:
            return f"已超期 {self.days} 个工作日" if self.days else "已超期，不足 1 个工作日"
        return f"还有 {self.days} 个工作日" if self.days else "今天到期"

    @property
    def day(self) -> str:
        """The day it falls on; with the hour, where it is not the day's end."""
        local = self.at.astimezone(CHINA)
        return local.strftime("%Y-%m-%d" if (local.hour, local.minute) == (23, 59) else "%Y-%m-%d %H:%M")


class Limited:
    """Whatever has a moment at which it is due, or none."""

    due_at: datetime | None

    @property
    def deadline(self) -> Deadline | None:
        """How far the limit is off now."""
        return deadline_of(self.due_at)


def soon_until() -> datetime:
    """The moment up to which what is due is due soon."""
    return moved(datetime.now(CHINA), SOON)


def deadline_of(due_at: datetime | None) -> Deadline | None:
    """How far a limit is off now; None where there is none."""
    if due_at is None:
        return None
    now = datetime.now(CHINA)
    due = due_at.astimezone(CHINA)
    if due < now:
        return Deadline(due, True, False, working_days_between(due.date(), now.date()))
    return Deadline(due, False, due <= moved(now, SOON), working_days_between(now.date(), due.date()))
