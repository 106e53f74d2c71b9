"""Old sessions, captchas, sign-in attempts and files that nobody submitted are taken away."""

from procrastinate import JobContext

from app.queue import database_of, queue
from app.services.accounts.sweep import sweep
from app.services.registration.uploads import sweep_uploads


@queue.periodic(cron="*/10 * * * *", periodic_id="sweep")
@queue.task(name="sweep_sessions", queueing_lock="sweep_sessions", pass_context=True)
def sweep_sessions(context: JobContext, timestamp: int) -> None:
    """Sweep every ten minutes."""
    with database_of(context).unit_of_work() as session:
        sweep(session)
        sweep_uploads(session)
