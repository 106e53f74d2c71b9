"""People are reminded of limits, what is over them goes to superiors, what nobody can decide raises alarms."""

from procrastinate import JobContext

from app.queue import database_of, queue
from app.services.alarms import raising
from app.services.approvals import escalating, reminding


@queue.periodic(cron="*/5 * * * *", periodic_id="limits")
@queue.task(name="sweep_limits", queueing_lock="sweep_limits", pass_context=True)
def sweep_limits(context: JobContext, timestamp: int) -> None:
    """Every five minutes, a transaction for so many: what a worker that died did not get to, the next one does."""
    database = database_of(context)
    for step, at_once in (
        (reminding.remind_due, reminding.AT_ONCE),
        (escalating.escalate_overdue, escalating.AT_ONCE),
        (raising.raise_alarms, raising.AT_ONCE),
    ):
        done = at_once
        while done == at_once:
            with database.unit_of_work() as session:
                done = step(session, limit=at_once)
