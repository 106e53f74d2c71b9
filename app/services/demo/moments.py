"""When each act on a score happened: finished ones in the quarter after the class, open ones days ago."""

from datetime import UTC, date, datetime, time, timedelta

from app.services.demo.fates import DECISIONS, Fate

FINISHED = frozenset({Fate.QUALIFIED, Fate.REJECTED_BY_EMPLOYER, Fate.REJECTED_BY_HR})
BETWEEN = timedelta(days=4)  # from one act to the next
WAITING = (1, 3, 6, 11)  # days since the last act on what is still open
OFFICE_HOURS = time(2, 30)  # half past ten in Henan


def moments_of(fate: Fate, class_id: int, ends_on: date, today: date) -> list[datetime]:
    """Return when the score was declared, decided by each reviewer, and resubmitted; the last is never ahead.

    Few different moments come out, so that the demo's rows still go through the services in large groups.
    """
    acts = 1 + len(DECISIONS[fate]) + (fate is Fate.RESUBMITTED)
    last = today - timedelta(days=WAITING[class_id % len(WAITING)])
    if fate in FINISHED:
        last = min(last, _quarter_after(ends_on) + timedelta(days=25))
    return [datetime.combine(last - BETWEEN * back, OFFICE_HOURS, UTC) for back in reversed(range(acts))]


def _quarter_after(day: date) -> date:
    """The first day of the next quarter."""
    month = (day.month - 1) // 3 * 3 + 4
    return date(day.year + month // 13, (month - 1) % 12 + 1, 1)
