"""From a counted, clean workbook to the rows of the one sheet that is meant. Runs in the child."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import Any

import python_calamine as calamine

from . import refusals
from .header import Header, find_header, missing_headers
from .layout import HEADER_SEARCH_ROWS, header_form
from .limits import ReadLimits
from .second_look import Marks, look_again
from .unpacking import Unpacked

_BLANKS = " \t\r\n\f\v\u00a0\u3000\u200b\u200c\u200d\ufeff"


def read(unpacked: Unpacked, layout: dict[str, Any], limits: ReadLimits) -> dict[str, Any]:
    """JSON-ready: `sheet`, `header_row`, `absent` positions, `numbers` and `rows` side by side, `merged`."""
    try:
        workbook = calamine.load_workbook(unpacked.as_zip())
        found = _find_sheet(workbook, layout, limits)
    except calamine.PasswordError as error:
        raise refusals.PasswordProtected() from error
    except calamine.CalamineError as error:
        raise refusals.Damaged() from error
    sheet, header = found
    numbers, rows = _rows(sheet, header, look_again(unpacked, sheet.name), layout, limits)
    return {
        "sheet": sheet.name,
        "header_row": header.row,
        "absent": [position for position, place in enumerate(header.places) if place is None],
        "numbers": numbers,
        "rows": _without_nul(rows) if unpacked.has_nul() else rows,
        "merged": _merged(sheet, header, numbers),
    }


def _find_sheet(
    workbook: calamine.CalamineWorkbook, layout: dict[str, Any], limits: ReadLimits
) -> tuple[calamine.CalamineSheet, Header]:
    """The sheet with the template's title if its header fits, else the first whose header does."""
    names = _names(workbook, layout["title"])
    if len(names) > limits.sheets:
        raise refusals.TooManySheets(sheets=len(names), limit=limits.sheets)
    columns, missing = layout["columns"], None
    for name in names:
        sheet = workbook.get_sheet_by_name(name)
        _refuse_wide(sheet, limits)
        top = sheet.to_python(skip_empty_area=False, nrows=HEADER_SEARCH_ROWS)
        header = find_header(top, columns)
        if header:
            return sheet, header
        missing = missing or missing_headers(top, columns)
    wanted = [column["title"] for column in columns if column["required"]]
    raise refusals.WrongTemplate(title=layout["title"], wanted=wanted, missing=missing or wanted, sheets=names)


def _names(workbook: calamine.CalamineWorkbook, title: str) -> list[str]:
    """Worksheets, those most likely meant first: the titled one, then the visible, then the hidden."""
    sheets = [sheet for sheet in workbook.sheets_metadata if sheet.typ == calamine.SheetTypeEnum.WorkSheet]

    def order(sheet: calamine.SheetMetadata) -> tuple[bool, bool]:
        return header_form(sheet.name) != header_form(title), sheet.visible != calamine.SheetVisibleEnum.Visible

    return [sheet.name for sheet in sorted(sheets, key=order)]


def _refuse_wide(sheet: calamine.CalamineSheet, limits: ReadLimits) -> None:
    if sheet.end and sheet.end[1] >= limits.columns:
        raise refusals.TooManyColumns(columns=sheet.end[1] + 1, limit=limits.columns)


def _rows(
    sheet: calamine.CalamineSheet, header: Header, marks: Marks, layout: dict[str, Any], limits: ReadLimits
) -> tuple[list[int], list[list[Any]]]:
    solid = [position for position, column in enumerate(layout["columns"]) if not column["filler"]]
    numbers: list[int] = []
    rows: list[list[Any]] = []
    count = 0
    for number, cells in _cells(sheet, header, marks):
        if all(_is_blank(cells[position]) for position in solid):
            continue
        count += 1
        if count <= limits.rows:
            numbers.append(number)
            rows.append(cells)
    if count > limits.rows:
        raise refusals.TooManyRows(rows=count, limit=limits.rows)
    return numbers, rows


def _cells(sheet: calamine.CalamineSheet, header: Header, marks: Marks) -> Iterator[tuple[int, list[Any]]]:
    """Number and cells, in the layout's order, of every row below the header; empty cells are None."""
    width = sheet.end[1] + 1 if sheet.end else 0
    places = [width if place is None else place for place in header.places]
    for number, row in enumerate(sheet.iter_rows(), 1):
        if number <= header.row:
            continue
        row.append("")  # stands for the columns that the sheet does not have
        for place, mark in marks.get(number, {}).items():
            if place < width:
                row[place] = mark  # type: ignore[call-overload]
        yield number, [None if (cell := row[place]) == "" else cell for place in places]


def _without_nul(rows: list[list[Any]]) -> list[list[Any]]:
    """A NUL can be written as an escape; no database column takes it."""
    return [[cell.replace("\0", "") if isinstance(cell, str) else cell for cell in row] for row in rows]


def _is_blank(cell: Any) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip(_BLANKS))


def _merged(sheet: calamine.CalamineSheet, header: Header, numbers: list[int]) -> dict[int, list[int]]:
    """Row number -> positions of the columns that a merged range touches there."""
    merged: dict[int, set[int]] = {}
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        touched = [at for at, place in enumerate(header.places) if place is not None and left <= place <= right]
        if touched:
            for number in numbers[bisect_left(numbers, top + 1) : bisect_right(numbers, bottom + 1)]:
                merged.setdefault(number, set()).update(touched)
    return {number: sorted(touched) for number, touched in merged.items()}
