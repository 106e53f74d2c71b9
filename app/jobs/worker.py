"""Run jobs: `python -m app.jobs.worker`, on as many machines as wanted."""

import logging

from procrastinate import PsycopgConnector
from sqlalchemy.engine import make_url

from app.config import settings
from app.database import Database, connect
from app.queue import queue

CONCURRENCY = 2  # jobs at a time; a job is a thread
GRACE = 15.0  # seconds that running jobs are given when the worker is stopped


def work(database: Database, url: str, *, wait: bool = True) -> None:
    """Run jobs until stopped by a signal, or with `wait=False` one at a time until there are none.

    Without waiting a second hand would find nothing and stop while the first job may still ask for others.
    """
    conninfo = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    connector = PsycopgConnector(conninfo=conninfo, min_size=1, max_size=CONCURRENCY + 2)
    with queue.replace_connector(connector):
        queue.run_worker(
            wait=wait,
            concurrency=CONCURRENCY if wait else 1,
            install_signal_handlers=wait,
            shutdown_graceful_timeout=GRACE,
            delete_jobs="successful",
            additional_context={"database": database},
        )


def main() -> None:
    """Run the worker of this process's settings."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s %(levelname)s %(message)s")
    database = Database(connect(settings().database_url, pool_size=CONCURRENCY))
    work(database, settings().database_url)


if __name__ == "__main__":
    main()
