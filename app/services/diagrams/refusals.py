"""Why a diagram is not released."""

from app.errors import FieldRefusal, Refusal


class DraftHasProblems(Refusal):
    """流程图还有 {count} 处问题，改好后才能提交发布。第一处：{first}"""

    status = 422


class NothingDiffers(Refusal):
    """草稿与现行版本（第 {number} 版）完全相同，没有可发布的修改。"""


class ReleaseUnderWay(Refusal):
    """该流程已有一份发布申请在办理中或等待生效，办结后才能再提交。"""


class NoteMissing(FieldRefusal):
    """请填写修改说明，10 至 500 个字，写明改了什么、为什么改，审核人据此核对。"""

    field = "note"


class DateTooEarly(FieldRefusal):
    """生效日期须晚于今天；留空表示审核通过后立即生效。"""

    field = "effective_on"


class ReleaseNotReturned(Refusal):
    """该发布申请当前没有退回给您修改。"""


class ReleasedMeanwhile(Refusal):
    """“{process}”在本申请提交后发布了第 {number} 版，差异和检查结果已不准确。请退回，由系统管理员重新提交。"""


class NotApprovedByAnother(Refusal):
    """流程发布须由安全管理部门的另一人审核通过；未查到这样的审核记录，不能发布。"""


class AlreadyInService(Refusal):
    """第 {number} 版正是现行版本，无需恢复。"""
