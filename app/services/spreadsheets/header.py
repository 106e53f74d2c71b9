"""Finding the header row and which column of the sheet is which of the layout. Runs in the child."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from . import refusals
from .layout import header_form


@dataclass(frozen=True, slots=True)
class Header:
    """Row as Excel numbers it; for each layout column its index in the sheet, or None where it is absent."""

    row: int
    places: tuple[int | None, ...]


def find_header(top: Sequence[Sequence[object]], columns: list[dict[str, Any]]) -> Header | None:
    """The first row that holds every required column, or None.

    Raises RepeatedHeader when a column that is wanted stands there twice.
    """
    for number, row in enumerate(top, 1):
        found = [header_form(cell) for cell in row]
        places = tuple(_place(found, column["headers"]) for column in columns)
        if all(place is not None or not column["required"] for place, column in zip(places, columns, strict=True)):
            _refuse_repeats(number, found, columns)
            return Header(number, places)
    return None


def missing_headers(top: Sequence[Sequence[object]], columns: list[dict[str, Any]]) -> list[str]:
    """The required titles that the best row lacks."""
    required = [column for column in columns if column["required"]]
    best = [column["title"] for column in required]
    for row in top:
        found = [header_form(cell) for cell in row]
        missing = [column["title"] for column in required if _place(found, column["headers"]) is None]
        best = min(best, missing, key=len)
    return best


def _place(found: list[str], headers: list[str]) -> int | None:
    for header in headers:
        if (form := header_form(header)) in found:
            return found.index(form)
    return None


def _refuse_repeats(number: int, found: list[str], columns: list[dict[str, Any]]) -> None:
    times = Counter(found)
    for column in columns:
        if sum(times[form] for form in {header_form(header) for header in column["headers"]}) > 1:
            raise refusals.RepeatedHeader(row=number, header=column["title"])
