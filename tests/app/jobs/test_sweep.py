from datetime import timedelta

from sqlalchemy import func, select, update

from app.jobs.worker import work
from app.queue import defer
from app.services.accounts import sessions
from models import UserSession


def test_the_worker_sweeps_sessions_that_are_over(committed_database, committed_urls):
    with committed_database.unit_of_work() as session:
        sessions.open_session(session, data={})
        session.execute(update(UserSession).values(seen_at=func.now() - timedelta(hours=1)))
        defer(session, "sweep_sessions", timestamp=0)
    work(committed_database, committed_urls.application, wait=False)
    with committed_database.sessions() as session:
        assert session.scalar(select(func.count()).select_from(UserSession)) == 0
