"""Statements that are compiled once and run thousands of times a minute.

Building and hashing a large statement costs SQLAlchemy more than PostgreSQL needs to run it; these are compiled
at their first use, and go to psycopg (which prepares them on the server) as they are.
"""

from functools import cached_property
from typing import Any

from sqlalchemy import Compiled, CursorResult
from sqlalchemy.dialects.postgresql import psycopg
from sqlalchemy.orm import Session
from sqlalchemy.sql import ClauseElement


class Prepared:
    """A statement with bindparams. Values go in and come out as psycopg takes them: no enums, no ORM rows."""

    def __init__(self, statement: ClauseElement) -> None:
        self._statement = statement

    @cached_property
    def _compiled(self) -> Compiled:
        return self._statement.compile(dialect=psycopg.dialect())  # type: ignore[no-untyped-call]

    def run(self, session: Session, **values: Any) -> CursorResult[Any]:
        """Run it in the session's transaction, after what the session still holds back."""
        session.flush()
        parameters = self._compiled.construct_params(values)
        return session.connection().exec_driver_sql(str(self._compiled), dict(parameters))
