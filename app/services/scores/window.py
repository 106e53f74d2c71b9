"""Paging by key in both directions, newest rows first: no OFFSET, so that page 1,000 costs what page 1 does."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Select
from sqlalchemy.orm import InstrumentedAttribute

Row = TypeVar("Row")


@dataclass(frozen=True)
class Window:
    """Which page is wanted: rows older than `after`, or newer than `before`, or (neither) the newest."""

    after: int | None = None
    before: int | None = None
    limit: int = 50

    def over(self, query: Select[Any], key: InstrumentedAttribute[int]) -> Select[Any]:
        """Bound and order `query`, asking for one row more than fits."""
        if self.before is not None:
            return query.where(key > self.before).order_by(key).limit(self.limit + 1)
        if self.after is not None:
            query = query.where(key < self.after)
        return query.order_by(key.desc()).limit(self.limit + 1)

    def slice_of(self, found: Sequence[Row]) -> "Slice[Row]":
        """Make a page of the rows that `over` gave."""
        more = len(found) > self.limit
        rows = found[: self.limit]
        if self.before is not None:
            return Slice(rows[::-1], has_newer=more, has_older=True)
        return Slice(rows, has_newer=self.after is not None, has_older=more)


@dataclass(frozen=True)
class Slice(Generic[Row]):
    """Rows of one page, newest first, and whether there are others on either side."""

    rows: Sequence[Row]
    has_newer: bool
    has_older: bool
