"""The job queue: Procrastinate on the program's own database.

A job is put in the transaction of the change that needs it: no change without its job, no job without its
change. A task is a function in any module of `app/jobs`::

    @queue.task(name="run_command", pass_context=True)
    def run_command_job(context: JobContext, command_id: int) -> None:
        run_command(database_of(context), command_id)
"""

import pkgutil
from pathlib import Path
from typing import Any

from procrastinate import App, JobContext, SyncPsycopgConnector
from procrastinate.manager import JobManager
from sqlalchemy.orm import Session

from app.database import Database

_PACKAGE = "app.jobs"
_FOLDER = Path(__file__).parent / "jobs"
_TASK_MODULES = [f"{_PACKAGE}.{module.name}" for module in pkgutil.iter_modules([str(_FOLDER)])]

queue = App(connector=SyncPsycopgConnector(), import_paths=_TASK_MODULES)
_putting = JobManager(SyncPsycopgConnector())  # never opened: jobs are put on the session's connection


def defer(session: Session, task_name: str, *, lock: str | None = None, **arguments: Any) -> int:
    """Put a job in the session's own transaction, and return its id.

    It runs after the commit and is gone with a rollback. Jobs of one `lock` run one after another; `arguments`
    are JSON. Raises procrastinate's TaskNotFound for a task that no module of `app/jobs` has.
    """
    options = {"lock": lock} if lock else {}
    connection = session.connection().connection.driver_connection
    task = queue.configure_task(task_name, allow_unknown=False, connection=connection, **options)
    task.job_manager = _putting
    return task.defer(**arguments)


def database_of(context: JobContext) -> Database:
    """Return the database of the worker that runs this job."""
    database = context.additional_context["database"]
    if not isinstance(database, Database):
        raise TypeError(f"the worker was started without a database: {database!r}")
    return database
