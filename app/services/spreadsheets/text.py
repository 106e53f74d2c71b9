"""What a cell means as an id number, a score or a name; one error class a reason, its text for the person."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from functools import lru_cache

from app import resident_id as id_rule
from app.plain_text import tidy, without_blanks

from .cells import Cell, ErrorValue, UncomputedFormula, shown

_LONGEST_NAME = 50
_NUMBER = re.compile(r"[0-9]{1,3}(?:\.[0-9]+)?|\.[0-9]+")
_TENTH = Decimal("0.1")
_HAN_GAP = re.compile(r"(?<=[\u2e80-\u9fff\U00020000-\U0003ffff·]) (?=[\u2e80-\u9fff\U00020000-\U0003ffff·])")
_DOTS = str.maketrans({"•": "·", "・": "·", "‧": "·", "∙": "·", "●": "·"})


class CellRefused(Exception):
    """{field}无法识别"""

    def __init__(self, field: str, value: str = "") -> None:
        super().__init__(field, value)
        self.field = field
        self.value = value

    def __str__(self) -> str:
        return (type(self).__doc__ or "").format(field=self.field, value=self.value)


class Missing(CellRefused):
    """{field}未填写"""


class FormulaNotComputed(CellRefused):
    """{field}是没有计算结果的公式，请在 Excel 或 WPS 中打开并保存一次，或改为直接填写数值"""


class ErrorInCell(CellRefused):
    """{field}显示为错误值 {value}，请检查公式，或改为直接填写数值"""


class NumberInsteadOfText(CellRefused):
    """身份证号是数字格式，后几位已丢失：请先把该列单元格格式设为“文本”，再重新填写完整的18位号码"""


class NotEighteen(CellRefused):
    """身份证号应为18位：前17位是数字，最后一位是数字或X"""


class BadBirthDate(CellRefused):
    """身份证号第7至14位不是有效的出生日期，请核对"""


class BadCheckDigit(CellRefused):
    """身份证号最后一位(校验码)不符，请核对是否输错"""


class NotAScore(CellRefused):
    """成绩应为0-100之间的数字，现为“{value}”"""


class ScoreTooFine(CellRefused):
    """成绩最多保留1位小数，现为“{value}”"""


class NotAName(CellRefused):
    """姓名应为文字，现为“{value}”"""


class NameTooLong(CellRefused):
    """姓名超过50个字，请核对"""


_ID_REFUSALS: dict[id_rule.Problem, type[CellRefused]] = {
    id_rule.Problem.NOT_EIGHTEEN: NotEighteen,
    id_rule.Problem.BAD_BIRTH_DATE: BadBirthDate,
    id_rule.Problem.BAD_CHECK_DIGIT: BadCheckDigit,
}


def resident_id(cell: Cell) -> str:
    """The id number as it is stored. Raises the CellRefused that fits."""
    field = "身份证号"
    if not isinstance(cell, str):
        _refuse_special(cell, field)
        raise NumberInsteadOfText(field, shown(cell))
    number = id_rule.normalise(cell)
    if not number:
        raise Missing(field)
    if problem := id_rule.problem_of(number):
        raise _ID_REFUSALS[problem](field, number)
    return number


@lru_cache(maxsize=4096, typed=True)
def score(cell: Cell) -> Decimal:
    """A score from 0 to 100 with at most one decimal. Raises the CellRefused that fits."""
    field = "成绩"
    _refuse_special(cell, field)
    text = _score_text(cell)
    if not text:
        raise Missing(field)
    if not _NUMBER.fullmatch(text):
        raise NotAScore(field, _short(shown(cell)))
    value = Decimal(text)
    if not 0 <= value <= 100:
        raise NotAScore(field, text)
    if value % _TENTH:
        raise ScoreTooFine(field, text)
    return value.quantize(_TENTH)


def person_name(cell: Cell) -> str:
    """A name without the blanks that align it (张 三), with one kind of middle dot. Raises a CellRefused."""
    field = "姓名"
    _refuse_special(cell, field)
    if not isinstance(cell, str):
        raise NotAName(field, _short(shown(cell)))
    name = _HAN_GAP.sub("", tidy(cell).translate(_DOTS))
    if not name:
        raise Missing(field)
    if len(name) > _LONGEST_NAME:
        raise NameTooLong(field, _short(name))
    if not any(sign.isalpha() for sign in name) or any(sign.isdigit() for sign in name):
        raise NotAName(field, name)
    return name


def remark(cell: Cell) -> str:
    """Any cell as tidy text; empty if there is nothing or only an error value."""
    return "" if isinstance(cell, (ErrorValue, UncomputedFormula)) else tidy(shown(cell))


def _refuse_special(cell: Cell, field: str) -> None:
    if cell is None:
        raise Missing(field)
    if isinstance(cell, UncomputedFormula):
        raise FormulaNotComputed(field, shown(cell))
    if isinstance(cell, ErrorValue):
        raise ErrorInCell(field, cell.code)


def _score_text(cell: Cell) -> str:
    """Plain digits of a score; a sum computed by Excel (85.10000000000001) as Excel shows it."""
    if isinstance(cell, (bool, date)):
        return shown(cell)
    if isinstance(cell, (int, float)):
        return format(Decimal(format(cell, ".12g")), "f") if abs(cell) < 1e15 else shown(cell)
    return without_blanks(str(cell))


def _short(text: str) -> str:
    return text if len(text) <= 20 else f"{text[:20]}…"
