"""Moving instances to another version, where they are too many for a request."""

from procrastinate import JobContext

from app.queue import database_of, queue
from app.services.migrating import run_chunk


@queue.task(name="run_migration", pass_context=True)
def run_migration(context: JobContext, migration_id: int) -> None:
    """Move chunk by chunk, each in its own transaction; a second start goes on where it stopped."""
    database = database_of(context)
    finished = False
    while not finished:
        with database.unit_of_work() as session:
            finished = run_chunk(session, migration_id)
