"""Diagrams that were approved for a day are put into service on it."""

from procrastinate import JobContext

from app.queue import database_of, queue
from app.services.diagrams.enacting import enact_due


@queue.periodic(cron="*/5 * * * *", periodic_id="releases")
@queue.task(name="enact_releases", queueing_lock="enact_releases", pass_context=True)
def enact_releases_job(context: JobContext, timestamp: int) -> None:
    """Look every five minutes, so that a day begins at midnight and a worker that slept catches up."""
    with database_of(context).unit_of_work() as session:
        enact_due(session)
