"""Is the program in working order: does the database answer, is there a worker for the jobs?"""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from app.database import Database

WORKER_SILENCE = timedelta(seconds=60)  # a worker says every ten seconds that it lives

LIVE_WORKERS = text("SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - :silence")


@dataclass(frozen=True)
class Health:
    """What answers and what does not."""

    database: bool
    worker: bool

    @property
    def is_good(self) -> bool:
        """All that is needed is there."""
        return self.database and self.worker


def check_health(database: Database) -> Health:
    """Ask the database on a connection of its own; never raises because something is down."""
    try:
        with database.sessions() as session:
            workers = session.scalar(LIVE_WORKERS, {"silence": WORKER_SILENCE})
    except SQLAlchemyError:
        return Health(database=False, worker=False)
    return Health(database=True, worker=bool(workers))
