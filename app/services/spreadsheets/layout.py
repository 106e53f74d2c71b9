"""What a sheet should look like: its title and its columns, for writing a template and reading it back."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

HEADER_SEARCH_ROWS = 10
"""A header is looked for in this many rows: titles and remarks above it are normal."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a sheet.

    `text` presets the text format, so that a spreadsheet program does not turn an id number into a float.
    `filler` marks a column (a serial number) that alone does not make a row: pre-numbered empty lines are blank.
    `between` and `choices` become data validation in a template. `aliases` are other headers people write.
    """

    key: str
    title: str
    aliases: tuple[str, ...] = ()
    required: bool = False
    text: bool = False
    filler: bool = False
    width: float = 14
    between: tuple[Decimal, Decimal] | None = None
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SheetLayout:
    """A sheet's title, as its template writes it, and its columns from left to right."""

    title: str
    columns: tuple[Column, ...]

    def column(self, key: str) -> Column:
        """The column of that key; KeyError if there is none."""
        for column in self.columns:
            if column.key == key:
                return column
        raise KeyError(key)

    def position(self, key: str) -> int:
        """Where the column's cell is in the tuples of `SheetContent.rows`."""
        return self.columns.index(self.column(key))

    def as_request(self) -> dict[str, Any]:
        """The layout as JSON-ready values for the child."""
        return {
            "title": self.title,
            "columns": [
                {
                    "title": column.title,
                    "headers": [column.title, *column.aliases],
                    "required": column.required,
                    "filler": column.filler,
                }
                for column in self.columns
            ],
        }


def header_form(text: object) -> str:
    """A header as it is compared: without width variants, blanks, required marks, closing colon or case.

    >>> header_form(" 身份证 号*:")
    '身份证号'
    """
    folded = unicodedata.normalize("NFKC", str(text))
    kept = "".join(sign for sign in folded if sign not in "*:_" and not _is_invisible(sign))
    return kept.casefold()


def _is_invisible(sign: str) -> bool:
    return sign.isspace() or unicodedata.category(sign) in {"Cf", "Cc"}
