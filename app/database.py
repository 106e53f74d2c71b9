"""The engine, the session, and the only commit."""

from collections.abc import Iterator
from contextlib import contextmanager
from select import select
from typing import Any

import psycopg
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.orm import Session, sessionmaker

SERVER_OPTIONS = "-c timezone=Asia/Shanghai -c statement_timeout=60000 -c lock_timeout=15000"


def connect(url: str, *, pool_size: int = 10) -> Engine:
    """Return an engine on a PostgreSQL URL; any postgresql:// spelling is taken to mean psycopg 3."""
    target = make_url(url).set(drivername="postgresql+psycopg")
    engine = create_engine(
        target,
        pool_size=pool_size,
        max_overflow=pool_size,
        connect_args={"options": SERVER_OPTIONS},
        hide_parameters=True,  # they hold personal data, and errors are logged
    )
    event.listen(engine, "checkout", _refuse_the_dead)
    return engine


def _refuse_the_dead(connection: psycopg.Connection[Any], record: object, proxy: object) -> None:
    """Have the pool replace a connection that the server has closed.

    An idle server has nothing to say: bytes that wait to be read are its farewell. This costs no round trip,
    unlike a ping.
    """
    if select([connection], [], [], 0)[0]:
        raise DisconnectionError()


class Database:
    """One engine and the sessions on it.

    Everything that must happen together happens in one `unit_of_work`; services get its session and never
    commit.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.sessions = sessionmaker(engine, expire_on_commit=False)

    @contextmanager
    def unit_of_work(self) -> Iterator[Session]:
        """Yield a session; commit when the block ends well, roll back when it raises."""
        with self.sessions() as session:
            try:
                yield session
                session.commit()
            except BaseException:
                session.rollback()
                raise
