"""Why an organisation is left enabled, or disabled."""

from typing import ClassVar

from app.errors import FieldRefusal, Refusal


class EnablingReasonMissing(FieldRefusal):
    """请填写原因，以便日后查证。"""

    field: ClassVar[str] = "reason"


class WorkWaitsThere(Refusal):
    """“{name}”还有{count}项待办事项，停用后将无人办理。请先由其办结，或由人社部门移交给其他单位，再停用。"""


class LearnersUnderReview(Refusal):
    """“{name}”的学员还有事项正在办理（{what}），停用后会无人审核。请待其办结，再停用。"""


class OthersBelow(Refusal):
    """“{name}”还有{count}个启用中的单位以其为上级单位、主管部门或同级人社部门，不能停用。请先由这些单位变更上级，或先停用它们。"""


class OthersAskForIt(Refusal):
    """“{name}”被{count}份正在审核的注册或变更申请选作上级单位或同级人社部门，不能停用。请待这些申请办结，再停用。"""


class SuperiorDisabled(Refusal):
    """“{name}”的上级“{superior}”已停用，不能启用。请先启用其上级。"""
