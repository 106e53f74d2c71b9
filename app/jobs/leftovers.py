"""Rows of old imports, and files that no row points to, are taken away once a night."""

from procrastinate import JobContext

from app.queue import database_of, queue
from app.services.files.orphans import sweep_orphans
from app.services.scores.imports.sweep import sweep_imports


@queue.periodic(cron="20 19 * * *", periodic_id="leftovers")  # UTC: the small hours in China
@queue.task(name="sweep_leftovers", queueing_lock="sweep_leftovers", pass_context=True)
def sweep_leftovers(context: JobContext, timestamp: int) -> None:
    """Sweep imports chunk by chunk, each in a transaction of its own, then the files."""
    database = database_of(context)
    while True:
        with database.unit_of_work() as session:
            if not sweep_imports(session):
                break
    with database.unit_of_work() as session:
        sweep_orphans(session)
