"""What this process remembers of a database: immutable rows only, bounded, and lost without harm.

Keyed by engine, so that two databases in one process never share a memory.
"""

import threading
from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import Engine
from sqlalchemy.orm import Session

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

CAPACITY = 20_000


class Memory(Generic[K, V]):
    """A bounded map, least recently used out first, one for each engine; safe between threads."""

    def __init__(self, capacity: int = CAPACITY) -> None:
        self._capacity = capacity
        self._lock = threading.Lock()
        self._of_engine: WeakKeyDictionary[Engine, OrderedDict[K, V]] = WeakKeyDictionary()

    def get(self, session: Session, key: K) -> V | None:
        """What is remembered, or None."""
        with self._lock:
            known = self._of_engine.get(_engine(session))
            if known is None or key not in known:
                return None
            known.move_to_end(key)
            return known[key]

    def put(self, session: Session, key: K, value: V) -> None:
        """Remember a row that is committed and will never change."""
        with self._lock:
            known = self._of_engine.setdefault(_engine(session), OrderedDict())
            known[key] = value
            while len(known) > self._capacity:
                known.popitem(last=False)

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._of_engine.clear()


def _engine(session: Session) -> Engine:
    return session.get_bind().engine
