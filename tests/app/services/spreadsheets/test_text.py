"""What people write into the cells of id numbers, scores and names."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest

from app.services.spreadsheets import text
from app.services.spreadsheets.cells import Cell, ErrorValue, UncomputedFormula, shown

RIGHT_IDS = [
    ("plain", "410199198001010017", "410199198001010017"),
    ("lower-case x", "11010519491231002x", "11010519491231002X"),
    ("full-width digits and X", "11010519491231002X", "11010519491231002X"),
    (
        "blanks, ideographic, no-break, zero-width",
        "\u3000410199 19800101\u00a00017\u200b\r\n",
        "410199198001010017",
    ),
    ("the quote that marks text", "'410199198001010017", "410199198001010017"),
]


@pytest.mark.parametrize(("cell", "number"), [row[1:] for row in RIGHT_IDS], ids=[row[0] for row in RIGHT_IDS])
def test_an_id_number_is_read_as_it_is_meant(cell: str, number: str) -> None:
    assert text.resident_id(cell) == number


WRONG_IDS: list[tuple[str, Cell, type[text.CellRefused]]] = [
    ("a float has lost digits", 4.10199198001010e17, text.NumberInsteadOfText),
    ("any number", 410199198001010017, text.NumberInsteadOfText),
    ("a date", datetime(1980, 1, 1), text.NumberInsteadOfText),
    ("a float written out", "4.10199E+17", text.NotEighteen),
    ("the old 15 digits", "410199800101001", text.NotEighteen),
    ("X in the middle", "41019919800101X017", text.NotEighteen),
    ("digits of another script", "٤10199198001010017", text.NotEighteen),
    ("month 13", "410199198013010017", text.BadBirthDate),
    ("29 February of a common year", "410199198102290017", text.BadBirthDate),
    ("born in the future", "410199209901010017", text.BadBirthDate),
    ("born in 1800", "410199180001010017", text.BadBirthDate),
    ("one digit wrong", "410199198001010018", text.BadCheckDigit),
    ("nothing", None, text.Missing),
    ("only blanks", " \u3000", text.Missing),
    ("an error", ErrorValue("#N/A"), text.ErrorInCell),
    ("a formula without a value", UncomputedFormula(), text.FormulaNotComputed),
]


@pytest.mark.parametrize(("cell", "kind"), [row[1:] for row in WRONG_IDS], ids=[row[0] for row in WRONG_IDS])
def test_a_wrong_id_number_is_refused_for_its_reason(cell: Cell, kind: type[text.CellRefused]) -> None:
    with pytest.raises(kind) as refused:
        text.resident_id(cell)
    assert "身份证号" in str(refused.value)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (85.5, "85.5"),
        (90, "90.0"),
        (0, "0.0"),
        (100.0, "100.0"),
        (85.10000000000001, "85.1"),
        (" 85.5 ", "85.5"),
        ("60", "60.0"),
    ],
)
def test_a_score_is_a_decimal_of_one_place(cell: Cell, value: str) -> None:
    assert str(text.score(cell)) == value
    assert isinstance(text.score(cell), Decimal)


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        (100.1, text.NotAScore),
        (-1, text.NotAScore),
        (1e300, text.NotAScore),
        (float("nan"), text.NotAScore),
        (float("inf"), text.NotAScore),
        ("合格", text.NotAScore),
        ("1e1", text.NotAScore),
        ("95%", text.NotAScore),
        (True, text.NotAScore),
        (datetime(2026, 1, 1), text.NotAScore),
        (85.55, text.ScoreTooFine),
        ("85.55", text.ScoreTooFine),
        (None, text.Missing),
        (ErrorValue("#DIV/0!"), text.ErrorInCell),
        (UncomputedFormula(), text.FormulaNotComputed),
    ],
)
def test_a_wrong_score_is_refused_for_its_reason(cell: Cell, kind: type[text.CellRefused]) -> None:
    with pytest.raises(kind, match="成绩"):
        text.score(cell)


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("张 三", "张三"),
        (" 张\u3000三\n", "张三"),
        ("买买提・艾山", "买买提·艾山"),
        ("Anna  Li", "Anna Li"),
        ("𠮷田", "𠮷田"),
    ],
)
def test_a_name_loses_blanks_that_align_it(cell: str, name: str) -> None:
    assert text.person_name(cell) == name


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        (12, text.NotAName),
        ("张三1", text.NotAName),
        ("——", text.NotAName),
        (None, text.Missing),
        ("张" * 51, text.NameTooLong),
    ],
)
def test_what_cannot_be_a_name_is_refused(cell: Cell, kind: type[text.CellRefused]) -> None:
    with pytest.raises(kind, match="姓名"):
        text.person_name(cell)


@pytest.mark.parametrize(
    ("cell", "seen"),
    [
        (None, ""),
        (3.0, "3"),
        (85.5, "85.5"),
        (4.1019919800101e17, "4.1019919800101E+17"),
        (True, "TRUE"),
        (datetime(2026, 3, 1), "2026-03-01"),
        (ErrorValue("#N/A"), "#N/A"),
    ],
)
def test_a_cell_is_shown_as_the_spreadsheet_shows_it(cell: Cell, seen: str) -> None:
    assert shown(cell) == seen
