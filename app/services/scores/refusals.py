"""Why a score is not taken, changed or deleted; a FieldRefusal belongs beside the field it names."""

from typing import ClassVar

from app.errors import FieldRefusal, Refusal


class WrongResidentId(FieldRefusal):
    """{reason}"""

    field: ClassVar[str] = "resident_id"


class LearnerNotRegistered(FieldRefusal):
    """该身份证号未在系统注册，请核对号码；如号码无误，请学员先注册并通过所在单位审核。"""

    field: ClassVar[str] = "resident_id"


class ScoreAlreadyEntered(FieldRefusal):
    """该学员成绩已录入：{name}，{value}分({state})。如需更改，请在下方列表中查找后修改。"""

    field: ClassVar[str] = "resident_id"


class ScoreOutOfRange(FieldRefusal):
    """成绩应为0-100之间的数字，最多一位小数。"""

    field: ClassVar[str] = "value"


class RemarkTooLong(FieldRefusal):
    """备注最多{limit}字，现有{length}字。"""

    field: ClassVar[str] = "remark"


class ScoreIsDeclared(Refusal):
    """该成绩当前为“{state}”，不能{verb}；待申报的成绩才能{verb}。审核中且无人办理的，请先在“学员成绩申报”中撤回。"""


class NotReturned(Refusal):
    """该成绩不在“已退回”状态：可能已重新提交，请刷新页面查看最新情况。"""


class StillFailing(FieldRefusal):
    """成绩{value}分未达到合格线{pass_mark}分，不能重新提交。"""

    field: ClassVar[str] = "value"


class TooManySelected(Refusal):
    """一次最多选择{limit}条，现选择了{count}条。数量更多时，请用“选中全部筛选结果”。"""

    status: ClassVar[int] = 422
