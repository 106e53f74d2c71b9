"""Each day is sealed in the night after it."""

from datetime import timedelta

from procrastinate import JobContext

from app.queue import database_of, queue
from app.services.seals.seal import seal_day
from app.today import today


@queue.periodic(cron="30 0 * * *", periodic_id="seals")
@queue.task(name="seal_day", queueing_lock="seal_day", retry=3, pass_context=True)
def seal_yesterday(context: JobContext, timestamp: int) -> None:
    """Seal yesterday; what a worker that slept missed is sealed with the next day."""
    with database_of(context).unit_of_work() as session:
        seal_day(session, today() - timedelta(days=1))
