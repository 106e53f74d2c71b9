"""Statements about what a filter matches, compiled once for each combination of conditions, not for each value."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import psycopg
from sqlalchemy.orm import Session
from sqlalchemy.sql.elements import ClauseElement

from app.services.inbox.filter import InboxFilter
from app.services.prepared import Prepared

REMEMBERED = 256
"""How many combinations of one statement: people use a few of them over and over."""


class Shaped:
    """`build` makes the statement of a filter and, where there are some, of further choices such as a sort."""

    def __init__(self, build: Callable[..., ClauseElement]) -> None:
        self._prepared = lru_cache(REMEMBERED)(lambda *shape: Prepared(build(*shape)))

    def run(self, session: Session, asked: InboxFilter, *choices: object, **values: Any) -> psycopg.Cursor[Any]:
        """Run it for the values of the filter, and for others that `build` has left open."""
        prepared = self._prepared(asked.shape, *choices)
        return prepared.run(session, **_values(prepared, asked), **values)

    def dicts(self, session: Session, asked: InboxFilter, *choices: object, **values: Any) -> list[dict[str, Any]]:
        """The same, as `Prepared.dicts` returns them."""
        prepared = self._prepared(asked.shape, *choices)
        return prepared.dicts(session, **_values(prepared, asked), **values)


def _values(prepared: Prepared, asked: InboxFilter) -> dict[str, Any]:
    stand_ins = asked.stand_ins()
    own = {name: stand_ins[value] for name, value in prepared.constants.items() if value in stand_ins}
    return own | asked.values()
