"""The resident id number (公民身份号码): GB 11643.

6 digits region, 8 birth date, 3 sequence (odd is male), 1 check sign by ISO 7064 MOD 11-2. The region is never a
reason to refuse: abolished counties live on in older numbers. Demo numbers use the unassigned county 410199.
"""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from functools import lru_cache

from stdnum.iso7064 import mod_11_2

from app.plain_text import without_blanks
from app.today import today

_SHAPE = re.compile(r"[0-9]{17}[0-9X]")
_QUOTES = "'`‘’\""
_OLDEST = date(1900, 1, 1)


class Problem(StrEnum):
    """What is wrong with a number, as a sentence for the person who typed it."""

    NOT_EIGHTEEN = "身份证号应为18位：前17位是数字，最后一位是数字或X"
    BAD_BIRTH_DATE = "身份证号第7至14位不是有效的出生日期，请核对"
    BAD_CHECK_DIGIT = "身份证号最后一位(校验码)不符，请核对是否输错"


def normalise(text: str) -> str:
    """The number as it is stored: half-width, no blanks, no quote before it, capital X. Does not check it."""
    return without_blanks(text).strip(_QUOTES).upper()


def problem_of(text: str) -> Problem | None:
    """Why a normalised number cannot be right, or None. A Problem is a str and can be shown as it is."""
    if not _SHAPE.fullmatch(text):
        return Problem.NOT_EIGHTEEN
    born = _day(text[6:14])
    if born is None or not _OLDEST <= born <= today():
        return Problem.BAD_BIRTH_DATE
    return None if mod_11_2.checksum(text) == 1 else Problem.BAD_CHECK_DIGIT


def birth_date(number: str) -> date:
    """The birth date in a valid number; ValueError if it has none."""
    born = _day(number[6:14])
    if born is None:
        raise ValueError("no birth date in this number")
    return born


def is_male(number: str) -> bool:
    """Whether the sequence of a valid number is odd."""
    return int(number[16]) % 2 == 1


def mask(number: str) -> str:
    """`410199********0017`; a text too short to hide anything is hidden whole."""
    if len(number) < 15:
        return "*" * len(number)
    return f"{number[:6]}{'*' * (len(number) - 10)}{number[-4:]}"


@lru_cache(maxsize=50_000)
def _day(digits: str) -> date | None:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None
