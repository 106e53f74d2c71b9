"""Why a class is not taken or changed."""

from typing import ClassVar

from app.errors import FieldRefusal, Refusal


class PlanNotEffective(Refusal):
    """该培训计划当前为“{state}”，审核通过生效后才能添加培训班。"""


class PlanSubjectDisabled(Refusal):
    """该计划的培训科目“{subject}”已被禁用，不能再添加培训班。"""


class ClassNameTaken(FieldRefusal):
    """本基地已有名为“{name}”的培训班，请换一个名称，例如加上期次。"""

    field: ClassVar[str] = "name"


class ClassEndsBeforeStart(FieldRefusal):
    """结束日期不能早于开始日期{starts_on}。"""

    field: ClassVar[str] = "ends_on"


class OutsidePlan(FieldRefusal):
    """培训时间应在计划的起止时间{starts_on}至{ends_on}之内。"""

    field: ClassVar[str] = "starts_on"


class MoreHoursThanPlanned(FieldRefusal):
    """学时{hours}超过计划的{planned}学时，请调整学时。"""

    field: ClassVar[str] = "hours"


class MoreHoursThanDays(FieldRefusal):
    """学时{hours}超过上限：{days}天、每天不超过{per_day}学时，最多{most}学时。请调整学时或培训时间。"""

    field: ClassVar[str] = "hours"


class CreditYearOutsidePlan(FieldRefusal):
    """继续教育年度只能是计划的培训年度{year}，或为上一年度补学的{before}。"""

    field: ClassVar[str] = "credit_year"


class ClassHasDeclaredScores(Refusal):
    """该培训班已有成绩申报，不能再修改；如需更正，请先撤回全部申报。"""
