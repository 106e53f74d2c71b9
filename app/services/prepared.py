"""Statements that are compiled once and run thousands of times a minute.

Building and hashing a large statement costs SQLAlchemy more than PostgreSQL needs to run it. These are compiled
at their first use and handed to psycopg, which prepares them on the server; they run on the session's own
connection and in its transaction.
"""

import enum
from functools import cached_property
from typing import Any

import psycopg
from psycopg.rows import namedtuple_row
from sqlalchemy import Compiled, Enum, Select
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
    def constants(self) -> dict[str, Any]:
        """The values that it was built with, by the names of their parameters."""
        return dict(self._compiled.params)

    @cached_property
    def _enums(self) -> dict[str, type[enum.Enum]]:
        columns = self._statement.selected_columns if isinstance(self._statement, Select) else ()
        return {
            one.name: one.type.enum_class for one in columns if isinstance(one.type, Enum) and one.type.enum_class
        }

    def dicts(self, session: Session, **values: Any) -> list[dict[str, Any]]:
        """Run it and return its rows by the names of their columns, with enums as such."""
        rows = [row._asdict() for row in self.run(session, **values).fetchall()]
        for row in rows:
            for name, kind in self._enums.items():
                row[name] = None if row[name] is None else kind(row[name])
        return rows

    def run(self, session: Session, **values: Any) -> psycopg.Cursor[Any]:
        """Run it after what the session still holds back; rows are named tuples."""
        session.flush()
        connection = session.connection().connection.driver_connection
        cursor: psycopg.Cursor[Any] = connection.cursor(row_factory=namedtuple_row)  # type: ignore[union-attr]
        return cursor.execute(self._sql, self.constants | values)
