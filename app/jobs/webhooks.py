"""Deliveries to other systems: tried again with growing delays, then given up where everybody sees it."""

from procrastinate import BaseRetryStrategy, JobContext, RetryDecision
from procrastinate.jobs import Job

from app.database import Database
from app.outgoing import AddressRefused, NotDelivered, Ways, post
from app.queue import database_of, queue
from app.services.webhooks.deliver import DELIVER, delivery_of, note_result

FIRST_WAIT = 30  # seconds after the first failure, then twice as long each time
LONGEST_WAIT = 4 * 3600
ATTEMPTS = 14  # tried again so often: a day in all
BEHIND = -1  # nothing of our own waits for another system


class GrowingDelays(BaseRetryStrategy):
    """For what was not delivered; anything else is a fault of ours."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        """When to try again; None: never."""
        if job.attempts >= ATTEMPTS or not isinstance(exception, AddressRefused | NotDelivered):
            return None
        return RetryDecision(retry_in={"seconds": min(FIRST_WAIT * 2**job.attempts, LONGEST_WAIT)})


@queue.task(name=DELIVER, retry=GrowingDelays(), priority=BEHIND, pass_context=True)
def deliver_webhook(context: JobContext, webhook_id: int, notification_id: int | None) -> None:
    """Deliver one notification to one webhook."""
    is_last = context.job.attempts >= ATTEMPTS
    deliver(database_of(context), webhook_id, notification_id, is_last=is_last)


def deliver(
    database: Database,
    webhook_id: int,
    notification_id: int | None,
    *,
    is_last: bool = False,
    ways: Ways | None = None,
) -> None:
    """Send it once, outside of any transaction, and keep how that went. Raises AddressRefused or NotDelivered."""
    with database.unit_of_work() as session:
        delivery = delivery_of(session, webhook_id, notification_id)
    if delivery is None:
        return
    try:
        status = post(delivery.url, delivery.body, delivery.headers, ways=ways)
    except (AddressRefused, NotDelivered) as failure:
        with database.unit_of_work() as session:
            note_result(session, webhook_id, str(failure), failed=True, gave_up=is_last)
        raise
    with database.unit_of_work() as session:
        note_result(session, webhook_id, f"已送达（{status}）", failed=False)
