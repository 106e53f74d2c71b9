"""Templates, exports and corrected-rows files: styled .xlsx, safe to open in any spreadsheet program."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell as SheetCell
from openpyxl.cell import WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from .cells import Cell, ErrorValue, UncomputedFormula, shown
from .layout import Column, SheetLayout

NOTES_TITLE = "填写说明"
REASON_TITLE = "错误原因"
TEMPLATE_ROWS = 3_000
"""So many empty rows of a template have the text format preset; a whole-column style covers those below."""

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")
_LINE = Side(style="thin", color="BFC7D1")
_BORDER = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_HEAD_FILL = PatternFill("solid", fgColor="E8EEF7")
_WRONG_FILL = PatternFill("solid", fgColor="FDE2E1")
_REQUIRED = Font(bold=True, color="C00000")
_PLAIN_HEAD = Font(bold=True)
_CENTRED = Alignment(horizontal="center", vertical="center", wrap_text=True)
_WRAPPED = Alignment(vertical="top", wrap_text=True)


def write_sheet(
    layout: SheetLayout,
    rows: Iterable[Sequence[Any]] = (),
    *,
    title: str | None = None,
    notes: Sequence[str] = (),
    blank_rows: int = 0,
) -> bytes:
    """An .xlsx of the layout: an optional title row, the header, the rows, and a second sheet with the notes.

    Required columns carry a star. `blank_rows` adds empty rows with the text format preset (a template). Text that
    a spreadsheet program would take for a formula is written as quoted text. `rows` may be a long generator.
    """
    book, sheet, head = _begin(layout, layout.columns, title)
    count = 0
    for row in rows:
        sheet.append([_cell(sheet, value, column) for value, column in zip(row, layout.columns, strict=True)])
        count += 1
    for _ in range(blank_rows):
        sheet.append([_text_cell(sheet, None) if column.text else None for column in layout.columns])
    if blank_rows:
        _validate(sheet, layout, head + 1, head + count + blank_rows)
    if notes:
        _append_notes(book, notes)
    return _saved(book)


def write_template(layout: SheetLayout, *, title: str | None = None, notes: Sequence[str] = ()) -> bytes:
    """An empty sheet to fill in: text columns preset, ranges and choices validated."""
    return write_sheet(layout, title=title, notes=notes, blank_rows=TEMPLATE_ROWS)


def write_wrong_rows(
    layout: SheetLayout,
    rows: Iterable[tuple[Sequence[Cell], Sequence[tuple[str | None, str]]]],
    *,
    title: str | None = None,
) -> bytes:
    """The rows that could not be imported, as they were, with their reasons: to be corrected and uploaded again.

    Each row comes with its problems as (column key or None for the whole row, sentence). The cells concerned are
    filled and commented; the last column, 错误原因, has all sentences and is ignored when the file is read again.
    """
    reason = Column("reason", REASON_TITLE, width=48)
    book, sheet, _ = _begin(layout, (*layout.columns, reason), title)
    for values, problems in rows:
        by_key: dict[str | None, list[str]] = {}
        for key, sentence in problems:
            by_key.setdefault(key, []).append(sentence)
        cells = [
            _wrong_cell(sheet, value, column, by_key.get(column.key, []))
            for value, column in zip(values, layout.columns, strict=True)
        ]
        sheet.append([*cells, _cell(sheet, "；".join(sentence for _, sentence in problems), reason)])
    return _saved(book)


def _begin(layout: SheetLayout, columns: Sequence[Column], title: str | None) -> tuple[Workbook, Any, int]:
    """A write-only workbook with widths, frozen header and header row; also the header's row number."""
    book = Workbook(write_only=True)
    sheet: Any = book.create_sheet(layout.title)
    head = 2 if title else 1
    sheet.freeze_panes = f"A{head + 1}"
    for index, column in enumerate(columns, 1):
        dimension = sheet.column_dimensions[get_column_letter(index)]
        dimension.width = column.width
        if column.text:
            dimension.number_format = "@"
    if title:
        sheet.append([_styled(sheet, title, Font(bold=True, size=14))])
    sheet.append([_head_cell(sheet, column) for column in columns])
    return book, sheet, head


def _head_cell(sheet: Any, column: Column) -> SheetCell:
    cell = _styled(
        sheet,
        f"{column.title}*" if column.required else column.title,
        _REQUIRED if column.required else _PLAIN_HEAD,
    )
    cell.fill, cell.alignment, cell.border = _HEAD_FILL, _CENTRED, _BORDER
    return cell


def _styled(sheet: Any, text: str, font: Font) -> SheetCell:
    cell = _text_cell(sheet, text)
    cell.font = font
    return cell


def _cell(sheet: Any, value: Any, column: Column) -> Any:
    """A value as it may safely stand in a sheet; plain numbers and dates need no cell of their own."""
    if isinstance(value, (ErrorValue, UncomputedFormula)) or (column.text and value is not None):
        value = shown(value)
    if column.text or (isinstance(value, str) and value.startswith((*_DANGEROUS, "#"))):
        return _text_cell(sheet, value)
    return _legal(value) if isinstance(value, str) else value


def _text_cell(sheet: Any, value: str | None) -> SheetCell:
    """Text that stays text: string type whatever it begins with, text format, and Excel's own quote mark."""
    cell = WriteOnlyCell(sheet, None)
    cell.number_format = "@"
    if value is not None:
        cell.value = _legal(value)
        cell.data_type = "s"
        if value.startswith(_DANGEROUS):
            cell.quotePrefix = True
    return cell


def _legal(text: str) -> str:
    """Without the control signs that XML cannot hold."""
    return "".join(sign for sign in text if sign >= " " or sign in "\t\n\r")[:32_767]


def _wrong_cell(sheet: Any, value: Any, column: Column, sentences: list[str]) -> Any:
    safe = _cell(sheet, value, column)
    if not sentences:
        return safe
    cell = safe if isinstance(safe, SheetCell) else WriteOnlyCell(sheet, safe)
    cell.fill = _WRONG_FILL
    cell.comment = Comment("；".join(sentences), "系统", width=320, height=90)
    return cell


def _validate(sheet: Any, layout: SheetLayout, first: int, last: int) -> None:
    for index, column in enumerate(layout.columns, 1):
        rule = _rule(column)
        if rule is not None:
            letter = get_column_letter(index)
            rule.add(f"{letter}{first}:{letter}{last}")
            sheet.data_validations.append(rule)


def _rule(column: Column) -> DataValidation | None:
    if column.between:
        low, high = (format(bound, "f") for bound in column.between)
        rule = DataValidation(type="decimal", operator="between", formula1=low, formula2=high, allow_blank=True)
        rule.error = f"{column.title}应为{low}-{high}之间的数字"
    elif column.choices:
        rule = DataValidation(type="list", formula1=f'"{",".join(column.choices)}"', allow_blank=True)
        rule.error = f"{column.title}请从列表中选择"
    else:
        return None
    rule.errorTitle, rule.showErrorMessage = "请核对", True
    return rule


def _append_notes(book: Workbook, notes: Sequence[str]) -> None:
    sheet: Any = book.create_sheet(NOTES_TITLE)
    sheet.column_dimensions["A"].width = 100
    sheet.append([_styled(sheet, NOTES_TITLE, Font(bold=True, size=14))])
    for note in notes:
        cell = _text_cell(sheet, note)
        cell.alignment = _WRAPPED
        sheet.append([cell])


def _saved(book: Workbook) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()
