"""Databases made as copies of the migrated one, in about 15 ms each, and dropped again; or used and rolled back."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from sqlalchemy import Connection, Engine

from app.database import Database
from app.runtime.cluster_folder import SUPERUSER
from app.runtime.embedded import APPLICATION, DATABASE, OWNER, Cluster, Urls
from app.services.approvals.places import forget


class Clones:
    """Makes copies of the cluster's own database, which is migrated and empty: nobody writes to it."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster
        self._made = 0

    @contextmanager
    def clone(self) -> Iterator[Urls]:
        """Yield the addresses of a fresh copy."""
        self._made += 1
        name = f"test_{self._made}"
        self._run(f"CREATE DATABASE {name} TEMPLATE {DATABASE} OWNER {OWNER} STRATEGY file_copy")
        try:
            yield Urls(self._cluster.url(OWNER, name), self._cluster.url(APPLICATION, name))
        finally:
            self._run(f"DROP DATABASE {name} WITH (FORCE)")

    def _run(self, statement: str) -> None:
        with psycopg.connect(self._cluster.url(SUPERUSER, SUPERUSER), autocommit=True) as connection:
            connection.execute(statement)


@contextmanager
def forgetful(engine: Engine) -> Iterator[tuple[Database, Connection]]:
    """Yield a database on one connection, and that connection; all is rolled back in the end.

    A commit ends a savepoint only, so `unit_of_work` works as ever, one after another.
    """
    with engine.connect() as connection, connection.begin() as everything:
        database = Database(engine)
        database.sessions.configure(bind=connection, join_transaction_mode="create_savepoint")
        yield database, connection
        if everything.is_active:
            everything.rollback()
    forget()  # the path nodes that this process remembers were rolled back
