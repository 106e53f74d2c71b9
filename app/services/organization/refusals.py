"""Why a change of name or credit code is not taken."""

from typing import ClassVar

from app.errors import FieldRefusal, Refusal


class NoSuperior(Refusal):
    """“{name}”没有上级单位，名称和信用代码的变更无法在线审核，请联系系统管理员办理。"""


class ChangeUnderWay(Refusal):
    """本单位已有一项变更正在审核，不能再提交。请等待审核，或先撤回该申请。"""


class NothingChanges(FieldRefusal):
    """新名称和新信用代码与现在的相同，请填写要变更的内容。"""

    field: ClassVar[str] = "name"


class NameMissing(FieldRefusal):
    """请填写新单位名称。"""

    field: ClassVar[str] = "name"


class CodeOfAnother(FieldRefusal):
    """该代码已有机构“{name}”使用，请对照证书核对；确属本单位的，请联系系统管理员。"""

    field: ClassVar[str] = "credit_code"


class ChangeNotReturned(Refusal):
    """该变更申请不在“已退回”状态：可能已重新提交、撤回或办结，请在“我发起的”中查看最新情况。"""
