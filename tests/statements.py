"""What the program sends to the database, counted below SQLAlchemy: prepared statements pass it by."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import psycopg

ONLY_IN_TESTS = ("SAVEPOINT", "RELEASE", "ROLLBACK")


@contextmanager
def statements() -> Iterator[list[str]]:
    """Yield a list that grows by every statement which psycopg is given meanwhile."""
    sent: list[str] = []
    execute = psycopg.Cursor.execute

    def note(cursor: Any, query: Any, *args: Any, **kwargs: Any) -> Any:
        if not str(query).startswith(ONLY_IN_TESTS):
            sent.append(str(query))
        return execute(cursor, query, *args, **kwargs)

    with patch.object(psycopg.Cursor, "execute", note):
        yield sent
