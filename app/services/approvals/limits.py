"""The limits of a user task, for the work that opens at one moment: the same for all of it."""

from datetime import datetime

from app.services.approvals.user_tasks import KnownTask
from app.services.calendar.working_days import due_at, reminder_at

NONE: dict[str, datetime | None] = {"due_at": None, "remind_at": None, "escalate_at": None}


def limits_of(task: KnownTask, opened_at: datetime | None, *, is_back: bool) -> dict[str, datetime | None]:
    """When it is due, people are reminded, and its superior gets it: not what is back with who submitted it."""
    due = due_at(opened_at, task.due)
    if due is None:
        return NONE
    return {
        "due_at": due,
        "remind_at": reminder_at(due, task.remind) if task.remind else None,
        "escalate_at": due if task.escalates and not is_back else None,
    }
