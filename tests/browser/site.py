"""A running system, as a test sees it."""

import os
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace

from app.config import ROOT, settings
from app.database import Database, connect
from app.permissions import Actor
from app.runtime import programs
from app.runtime.embedded import Urls
from app.runtime.supervisor import Child, Supervisor
from app.services.accounts import sessions
from tests.clones import Clones

START_LIMIT = 60.0  # seconds


@dataclass(frozen=True)
class Site:
    """A running system: where it is, its worker, and its database, as the program's role, to put rows in."""

    url: str
    database: Database
    worker: Child

    def token_of(self, who: Actor) -> str:
        """Sign in without the form, by a session like the one that the form opens; the cookie holds its token."""
        with self.database.unit_of_work() as session:
            return sessions.open_session(
                session, data={}, user_id=who.user_id, membership_id=who.membership_id, learner_id=who.learner_id
            )

    @contextmanager
    def busy_worker(self) -> Iterator[None]:
        """Let the worker begin nothing for a while, as when others keep it busy."""
        assert self.worker.pid
        os.kill(self.worker.pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(self.worker.pid, signal.SIGCONT)


@contextmanager
def running(clones: Clones, **environ: str) -> Iterator[Site]:
    """Yield the system, running on a database of its own; `environ` are further settings."""
    with clones.clone() as urls, running_on(urls, **environ) as site:
        yield site


@contextmanager
def running_on(urls: Urls, **environ: str) -> Iterator[Site]:
    """Yield the system, running on this database; `environ` are further settings."""
    port = free_port()
    here = replace(settings(), port=port, web_workers=1)
    said: list[str] = []
    env = os.environ | {"DATABASE_URL": urls.application} | environ
    worker = programs.worker()
    supervisor = Supervisor([programs.web(here), worker], env=env, cwd=ROOT, say=said.append)
    database = Database(connect(urls.application))
    try:
        supervisor.look_after()
        wait_until_healthy(f"http://127.0.0.1:{port}/")
        yield Site(f"http://127.0.0.1:{port}", database, worker)
        supervisor.look_after()
        assert not said, "the web server or the worker died meanwhile"
    finally:
        supervisor.stop()
        database.engine.dispose()


def free_port() -> int:
    """Return a port that nobody listens on."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_healthy(address: str) -> None:
    """Return when database, web server and worker are there."""
    deadline = time.monotonic() + START_LIMIT
    while not programs.is_healthy(address):
        assert time.monotonic() < deadline, "the system did not start"
        time.sleep(0.1)
