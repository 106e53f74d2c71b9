"""Templates and files handed back: read again by our own reader and by openpyxl."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from app.services.spreadsheets.cells import ErrorValue, UncomputedFormula
from app.services.spreadsheets.reading import read_sheet
from app.services.spreadsheets.writing import TEMPLATE_ROWS, write_sheet, write_template, write_wrong_rows

from .workbooks import HEADER, ID_1, LAYOUT


def opened(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content))


def test_a_template_is_found_empty_by_the_reader_and_filled_rows_come_back(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(write_template(LAYOUT, title="2026年第一期", notes=["身份证号为18位"]))
    assert read_sheet(path, LAYOUT).rows == []
    book: Any = openpyxl.load_workbook(path)
    for column, value in enumerate((1, "演示甲", ID_1, 85.5), 1):
        book["成绩导入"].cell(3, column, value)
    book.save(path)
    assert read_sheet(path, LAYOUT).rows == [(3, (1, "演示甲", ID_1, 85.5, None, None))]


def test_a_template_presets_text_checks_scores_and_explains(tmp_path: Path) -> None:
    book = opened(write_template(LAYOUT, notes=["第一条"]))
    sheet = book["成绩导入"]
    assert [cell.value for cell in sheet[1]] == list(HEADER)
    assert {sheet.cell(row, 3).number_format for row in range(2, TEMPLATE_ROWS + 2)} == {"@"}
    assert sheet.column_dimensions["C"].number_format == "@"
    assert sheet.freeze_panes == "A2"
    rules = {str(rule.sqref): (rule.formula1, rule.formula2) for rule in sheet.data_validations.dataValidation}
    last = TEMPLATE_ROWS + 1
    assert rules == {f"D2:D{last}": ("0", "100"), f"E2:E{last}": ('"是,否"', None)}
    assert [row[0].value for row in book["填写说明"]] == ["填写说明", "第一条"]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "#N/A", '=HYPERLINK("http://a")'])
def test_text_that_looks_like_a_formula_stays_quoted_text(text: str) -> None:
    cell = opened(write_sheet(LAYOUT, [(1, text, ID_1, 60, "是", "")]))["成绩导入"]["B2"]
    assert (cell.data_type, cell.number_format) == ("s", "@")
    assert cell.value.strip() == text.strip()
    assert cell.quotePrefix or text == "#N/A"


def test_numbers_and_dates_stay_what_they_are_and_control_signs_are_dropped() -> None:
    row = opened(write_sheet(LAYOUT, iter([(1, "甲\x00\x0b乙", ID_1, 85.5, None, date(2026, 3, 1))])))["成绩导入"][
        2
    ]
    assert [cell.value for cell in row[:4]] == [1, "甲乙", ID_1, 85.5]
    assert row[5].is_date


def test_wrong_rows_come_back_as_they_were_with_reasons_marks_and_comments(tmp_path: Path) -> None:
    values = (1.0, "演示甲", 4.1019919800101e17, ErrorValue("#N/A"), UncomputedFormula(), "=x")
    problems = [("resident_id", "身份证号是数字格式"), ("score", "成绩显示为错误值"), (None, "与第2行重复")]
    content = write_wrong_rows(LAYOUT, [(values, problems)])
    row = opened(content)["成绩导入"][2]
    assert [cell.value for cell in row] == [
        1,
        "演示甲",
        "4.1019919800101E+17",
        "#N/A",
        "(未计算的公式)",
        "=x",
        "身份证号是数字格式；成绩显示为错误值；与第2行重复",
    ]
    assert [cell.column_letter for cell in row if cell.comment] == ["C", "D"]
    assert [cell.column_letter for cell in row if cell.fill.fill_type] == ["C", "D"]
    (tmp_path / "a.xlsx").write_bytes(content)
    assert len(read_sheet(tmp_path / "a.xlsx", LAYOUT).rows) == 1, "it can be corrected and uploaded again"
