"""Why a change of name, credit code or superior is not taken."""

from typing import ClassVar

from app.errors import FieldRefusal, Refusal


class NoSuperior(Refusal):
    """“{name}”没有上级单位，名称、信用代码和上级单位的变更无法在线审核，请联系系统管理员办理。"""


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


class CodeAsked(FieldRefusal):
    """该代码已有“{name}”正在申请使用，请对照证书核对；确属本单位的，请联系系统管理员。"""

    field: ClassVar[str] = "credit_code"


class SuperiorKept(Refusal):
    """本单位的上级由系统管理员维护（人社部门按行政区划设置），不能在此变更。"""


class SameSuperior(FieldRefusal):
    """上级单位和同级人社部门都与现在的相同，请选择要变更的单位。"""

    field: ClassVar[str] = "hr_id"


class SuperiorTooLow(FieldRefusal):
    """“{name}”是{level}单位，级别低于本单位（{needed}），请另选。"""

    def __init__(self, *, field: str, name: str, level: str, needed: str) -> None:
        super().__init__(name=name, level=level, needed=needed)
        self.field = field  # type: ignore[misc]


class SuperiorBeneath(FieldRefusal):
    """“{name}”是本单位自己或本单位的下级，不能作为上级单位，请另选。"""

    def __init__(self, *, field: str, name: str) -> None:
        super().__init__(name=name)
        self.field = field  # type: ignore[misc]


class SuperiorDisabledNow(FieldRefusal):
    """“{name}”刚刚被停用，请另选。"""

    def __init__(self, *, field: str, name: str) -> None:
        super().__init__(name=name)
        self.field = field  # type: ignore[misc]


class ReasonMissing(FieldRefusal):
    """请填写变更原因。"""

    field: ClassVar[str] = "reason"


class ChangeNotReturned(Refusal):
    """该变更申请不在“已退回”状态：可能已重新提交、撤回或办结，请在“我发起的”中查看最新情况。"""
