"""Why a plan is not taken, changed, submitted or deleted."""

from typing import ClassVar

from app.errors import FieldRefusal, Refusal


class PlanNameTaken(FieldRefusal):
    """本基地{year}年度已有名为“{name}”的培训计划，请换一个名称。"""

    field: ClassVar[str] = "name"


class SubjectNotOffered(FieldRefusal):
    """所选培训科目已被禁用或不属于本基地可用的科目，请重新选择。"""

    field: ClassVar[str] = "subject_id"


class SubjectOfOtherType(FieldRefusal):
    """“{subject}”不是{type}，请重新选择培训科目，或改选科目类型。"""

    field: ClassVar[str] = "subject_id"


class SubjectOfOtherYear(FieldRefusal):
    """“{subject}”是{subject_year}年度的公需科目，与培训年度{year}不符，请重新选择。"""

    field: ClassVar[str] = "subject_id"


class EndsBeforeStart(FieldRefusal):
    """结束日期不能早于开始日期{starts_on}。"""

    field: ClassVar[str] = "ends_on"


class OutsideYear(FieldRefusal):
    """起止时间应在培训年度{year}年之内。"""

    field: ClassVar[str] = "starts_on"


class PlanNotChangeable(Refusal):
    """该计划当前为“{state}”，不能{verb}。待审核且无人办理的，可先撤回；被退回的，请在退回的计划上修改后重新提交。"""


class PlanNotReturned(Refusal):
    """该计划不在“已退回”状态：可能已重新提交，请刷新页面查看最新情况。"""
