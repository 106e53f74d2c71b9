"""A running system, as a test sees it."""

import socket
import time
from contextlib import closing
from dataclasses import dataclass

from app.database import Database
from app.runtime import programs

START_LIMIT = 60.0  # seconds


@dataclass(frozen=True)
class Site:
    """A running system: where it is, and its database, as the program's role, to put rows in."""

    url: str
    database: Database


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
