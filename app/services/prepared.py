"""Statements that are compiled once and run thousands of times a minute.

Building and hashing a large statement costs SQLAlchemy more than PostgreSQL needs to run it. These are compiled
at their first use and handed to psycopg, which prepares them on the server; they run on the session's own
connection and in its transaction.
"""

from functools import cached_property
from typing import Any

import psycopg
from psycopg.rows import namedtuple_row
from sqlalchemy import Compiled
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.orm import Session
from sqlalchemy.sql.elements import ClauseElement


class Prepared:
    """A statement with bindparams. Values go in and come out as psycopg has them: no enums, no ORM rows."""

    def __init__(self, statement: ClauseElement) -> None:
        self._statement = statement

    @cached_property
    def _compiled(self) -> Compiled:
        return self._statement.compile(dialect=PGDialect_psycopg())  # type: ignore[no-untyped-call]

    @cached_property
    def _sql(self) -> str:
        return str(self._compiled)

    @cached_property
    def _constants(self) -> dict[str, Any]:
        return dict(self._compiled.params)

    def run(self, session: Session, **values: Any) -> psycopg.Cursor[Any]:
        """Run it after what the session still holds back; rows are named tuples."""
        session.flush()
        connection = session.connection().connection.driver_connection
        cursor: psycopg.Cursor[Any] = connection.cursor(row_factory=namedtuple_row)  # type: ignore[union-attr]
        return cursor.execute(self._sql, self._constants | values)
