"""Codes of organisations: 统一社会信用代码 (GB 32100, 18 signs) and the old 机构代码 (GB 11714, 9 signs)."""

import re

from stdnum.cn import uscc

from app.plain_text import without_blanks

WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
OLD = re.compile(r"[0-9A-Z]{8}[0-9X]")


def normalise(text: str) -> str:
    """The code as it is stored: half-width capitals, no blanks and no hyphen."""
    return without_blanks(text).replace("-", "").upper()


def problem_of(code: str) -> str | None:
    """Why a normalised code cannot be right, or None."""
    if len(code) not in (9, 18):
        return "应为18位统一社会信用代码，或9位组织机构代码，请按证件填写。"
    if len(code) == 18:
        return None if uscc.is_valid(code) else "统一社会信用代码校验不符，请对照证件核对是否输错。"
    good = OLD.fullmatch(code) and _check_of(code) == code[8]
    return None if good else "组织机构代码校验不符，请对照证件核对是否输错。"


def _check_of(code: str) -> str:
    total = sum(int(sign, 36) * weight for sign, weight in zip(code, WEIGHTS, strict=False))
    check = (11 - total % 11) % 11
    return "X" if check == 10 else str(check)
