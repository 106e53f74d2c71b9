"""A job lives and dies with the transaction that asked for it."""

import pytest
from procrastinate import JobContext
from procrastinate.exceptions import TaskNotFound
from sqlalchemy import text

from app.database import Database
from app.jobs.worker import work
from app.queue import database_of, defer, queue
from app.runtime.embedded import Urls

WAITING = text("SELECT args FROM procrastinate_jobs WHERE status = 'todo'")


@queue.task(name="test_note_worker", pass_context=True)
def note_worker(context: JobContext, note: str) -> None:
    """Write a row that the test looks for, and ask for a job from within a job."""
    with database_of(context).unit_of_work() as session:
        session.execute(
            text("INSERT INTO procrastinate_periodic_defers (task_name) VALUES (:note)"), {"note": note}
        )
        if note == "first":
            defer(session, "test_note_worker", note="second")


def test_a_job_is_gone_with_a_rollback(committed_database: Database) -> None:
    with committed_database.sessions() as session:
        defer(session, "test_note_worker", note="never")
        assert session.scalars(WAITING).all() == [{"note": "never"}]
        session.rollback()
    with committed_database.sessions() as session:
        assert session.scalars(WAITING).all() == []


def test_a_job_is_there_after_the_commit_and_not_before(committed_database: Database) -> None:
    with committed_database.sessions() as session, committed_database.sessions() as other:
        defer(session, "test_note_worker", note="测试")
        assert other.scalars(WAITING).all() == []
        session.commit()
        assert other.scalars(WAITING).all() == [{"note": "测试"}]


def test_a_worker_runs_jobs_as_the_restricted_role(committed_database: Database, committed_urls: Urls) -> None:
    with committed_database.unit_of_work() as session:
        defer(session, "test_note_worker", note="first")

    work(committed_database, committed_urls.application, wait=False)

    with committed_database.sessions() as session:
        notes = session.scalars(
            text("SELECT task_name FROM procrastinate_periodic_defers WHERE task_name IN ('first', 'second')")
        ).all()
        assert sorted(notes) == ["first", "second"]
        assert session.scalars(WAITING).all() == []


def test_a_task_that_nobody_wrote_is_refused(committed_database: Database) -> None:
    with committed_database.sessions() as session, pytest.raises(TaskNotFound):
        defer(session, "no_such_task")


def test_a_job_of_a_dead_worker_is_taken_up_again(committed_database: Database, committed_urls: Urls) -> None:
    with committed_database.unit_of_work() as session:
        job = defer(session, "test_note_worker", note="again")
        dead = session.scalar(
            text(
                "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour') RETURNING id"
            )
        )
        session.execute(
            text("UPDATE procrastinate_jobs SET status = 'doing', worker_id = :dead WHERE id = :job"),
            {"dead": dead, "job": job},
        )
        defer(session, "retry_stalled_jobs", timestamp=0)

    work(committed_database, committed_urls.application, wait=False)  # takes it up
    work(committed_database, committed_urls.application, wait=False)  # runs it

    with committed_database.sessions() as session:
        assert (
            session.scalar(text("SELECT count(*) FROM procrastinate_periodic_defers WHERE task_name = 'again'"))
            == 1
        )
