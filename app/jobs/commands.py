"""Bulk commands that were too large for a request."""

from procrastinate import JobContext

from app.queue import database_of, queue
from app.services.commands import run_chunk


@queue.task(name="run_command", pass_context=True)
def run_command(context: JobContext, command_id: int) -> None:
    """Do a command chunk by chunk, each in its own transaction; a second start goes on where it stopped."""
    database = database_of(context)
    finished = False
    while not finished:
        with database.unit_of_work() as session:
            finished = run_chunk(session, command_id)
