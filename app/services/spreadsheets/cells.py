"""What a cell of an uploaded sheet can be, beside text, numbers, truth values and dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class UncomputedFormula:
    """A formula whose result was never stored: the file was made by a program that does not calculate."""

    def __str__(self) -> str:
        return "(未计算的公式)"


@dataclass(frozen=True, slots=True)
class ErrorValue:
    """An error that the spreadsheet shows in the cell, such as #N/A."""

    code: str

    def __str__(self) -> str:
        return self.code


Cell = str | float | int | bool | datetime | UncomputedFormula | ErrorValue | None


def shown(cell: Cell) -> str:
    """The cell as a spreadsheet shows it: for previews and for handing wrong rows back."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell).replace("e", "E")
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d" if cell.time() == datetime.min.time() else "%Y-%m-%d %H:%M:%S")
    return str(cell)
