"""One page of a list that is paged by key."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Row = TypeVar("Row")

PAGE_ROWS = 50


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Rows of a page, and the key after which the next one begins (none: this is the last)."""

    rows: Sequence[Row]
    next_after: str | None = None


def page_of(rows: Sequence[Row], limit: int, key: Callable[[Row], object]) -> Page[Row]:
    """Make a page of rows that were asked for with `limit` + 1, so that the one too many tells of a next page."""
    if len(rows) <= limit:
        return Page(rows)
    shown = rows[:limit]
    return Page(shown, str(key(shown[-1])))
