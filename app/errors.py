"""Refusals: one class per reason, the facts as attributes, the sentence for the reader in the docstring.

Each class carries its HTTP status; the sentence is shown as it is.
"""

from string import Formatter
from typing import ClassVar


class Refusal(Exception):
    """操作未能完成。"""

    status: ClassVar[int] = 409

    def __init__(self, **facts: object) -> None:
        super().__init__()
        self.facts = facts
        for name, value in facts.items():
            setattr(self, name, value)

    def __str__(self) -> str:
        return Formatter().vformat((self.__doc__ or "").strip(), (), self.facts)


class FieldRefusal(Refusal):
    """所填内容有误。"""

    status = 422
    field: ClassVar[str]  # the form field that the sentence belongs to


class NotFound(Refusal):
    """没有找到该内容，可能已被删除，或不属于您所在的单位。"""

    status = 404


class NotPermitted(Refusal):
    """您的角色没有办理此事项的权限，请联系本单位超级管理员分配。"""

    status = 403
