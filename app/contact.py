"""Names, mobile and telephone numbers, e-mail addresses: what is wrong with one, for the person who typed it."""

from __future__ import annotations

import re

LONGEST_NAME = 50
LONGEST_EMAIL = 120

_NAME = re.compile(r"[^\W\d_][\w·•.\- ]*[^\W_]|[^\W\d_]{2,}")
_MOBILE = re.compile(r"1[0-9]{10}")  # of any operator: new prefixes come faster than releases
_PHONE = re.compile(r"(0[0-9]{2,3}-?)?[2-9][0-9]{6,7}(-[0-9]{1,6})?")
_EMAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,24}")


def name_problem(text: str) -> str | None:
    """Why this is no person's name, or None."""
    if len(text) > LONGEST_NAME:
        return f"姓名最多{LONGEST_NAME}个字。"
    return None if _NAME.fullmatch(text) else "姓名应为2个以上的汉字或字母，请按身份证填写。"


def mobile_problem(text: str) -> str | None:
    """Why this is no mobile number of mainland China, or None."""
    return None if _MOBILE.fullmatch(text) else "手机号码应为1开头的11位数字，请核对。"


def phone_problem(text: str) -> str | None:
    """Why this is no fixed line's number, or None."""
    return None if _PHONE.fullmatch(text) else "固定电话应为区号和号码，例如0371-65901234。"


def email_problem(text: str) -> str | None:
    """Why mail cannot be sent there, or None."""
    good = len(text) <= LONGEST_EMAIL and _EMAIL.fullmatch(text)
    return None if good else "电子邮箱格式不正确，例如zhangsan@example.com。"
