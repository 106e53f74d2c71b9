"""What a row says, cell by cell; `match` brings what the database knows, the registered names among it."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, TypeVar

from app import resident_id
from app.sealing import Sealer
from app.services.scores.imports import refusals
from app.services.scores.imports.layout import LAYOUT, REQUIRED
from app.services.scores.values import REMARK_LIMIT
from app.services.spreadsheets import text as cells
from app.services.spreadsheets.cells import Cell

Value = TypeVar("Value")

_NAME, _ID, _SCORE, _REMARK = (LAYOUT.position(key) for key in ("name", "resident_id", "score", "remark"))
ID_LENGTH = 18
_ID_NUMBER = re.compile(r"\d{15,17}[\dXx]?")


@dataclass(slots=True)
class ParsedRow:
    """One row of the file: what it means, and what is wrong with it as (column key, reason)."""

    number: int
    cells: tuple[Cell, ...]
    lookup: bytes | None = None
    value: Decimal | None = None
    remark: str = ""
    learner_id: int | None = None
    problems: list[tuple[str, str]] = field(default_factory=list)

    def compare_name(self, registered: str | None) -> None:
        """Read the name and hold it to the registered one (None: nobody is registered under the id number).

        A cell that is exactly the registered name needs no reading.
        """
        cell = self.cells[_NAME]
        is_same = registered is not None and cell == registered
        if is_same or any(key == "name" for key, _ in self.problems):
            return
        name = _read(self, "name", cells.person_name, cell)
        if name and registered and name != registered and name != _as_read(registered):
            self.blame("name", refusals.OTHER_NAME)

    def blame_unknown(self) -> None:
        """Say of a number that nobody is registered under what is wrong with it, or just that."""
        if _read(self, "resident_id", cells.resident_id, self.cells[_ID]) is not None:
            self.blame("resident_id", refusals.UNKNOWN_LEARNER)

    def blame(self, key: str, reason: str) -> None:
        """Note what is wrong with a cell; an id number that the reason quotes is masked, since it is kept plain."""
        self.problems.append((key, _ID_NUMBER.sub(lambda found: resident_id.mask(found[0]), reason)))


class Validator:
    """Checks the rows of one file, in their order: it remembers which id numbers came before."""

    def __init__(self, sealer: Sealer, merged: dict[int, tuple[str, ...]]) -> None:
        self._lookup = sealer.lookup
        self._merged = merged
        self._first_rows: dict[bytes, int] = {}

    def check(self, number: int, row: tuple[Cell, ...]) -> ParsedRow:
        """Read one row."""
        parsed = ParsedRow(number, row)
        merged = self._merged.get(number, ())
        if merged:
            _blame_merged(parsed, merged)
        if "resident_id" not in merged:
            self._check_id(parsed, row[_ID])
        if "score" not in merged:
            parsed.value = _read(parsed, "score", cells.score, row[_SCORE])
        _check_remark(parsed, row[_REMARK])
        return parsed

    def _check_id(self, parsed: ParsedRow, cell: Cell) -> None:
        """A number of the right length is looked up first: one that is registered needs no further check."""
        number = resident_id.normalise(cell) if isinstance(cell, str) else ""
        if len(number) != ID_LENGTH:
            _read(parsed, "resident_id", cells.resident_id, cell)
            return
        parsed.lookup = self._lookup(number)
        first = self._first_rows.setdefault(parsed.lookup, parsed.number)
        if first != parsed.number:
            parsed.blame("resident_id", refusals.REPEATED.format(row=first))


def _blame_merged(parsed: ParsedRow, merged: tuple[str, ...]) -> None:
    for key in REQUIRED.intersection(merged):
        parsed.blame(key, refusals.MERGED)


def _read(parsed: ParsedRow, key: str, meaning: Callable[[Any], Value], cell: Cell) -> Value | None:
    try:
        return meaning(cell)
    except cells.CellRefused as refused:
        parsed.blame(key, str(refused))
        return None


def _as_read(name: str) -> str | None:
    """A registered name, spelled as names of a sheet are read."""
    try:
        return cells.person_name(name)
    except cells.CellRefused:
        return None


def _check_remark(parsed: ParsedRow, cell: Cell) -> None:
    if cell is None:
        return
    parsed.remark = cells.remark(cell)
    if len(parsed.remark) > REMARK_LIMIT:
        reason = refusals.REMARK_TOO_LONG.format(limit=REMARK_LIMIT, length=len(parsed.remark))
        parsed.blame("remark", reason)
