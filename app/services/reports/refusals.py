"""Why a report is not taken, changed, declared or deleted."""

from typing import ClassVar

from app.errors import FieldRefusal, Refusal


class YearTaken(FieldRefusal):
    """本基地已有{year}年度的报告“{name}”，每个年度只能有一份，请编辑该报告或改填其他年度。"""

    field: ClassVar[str] = "year"


class YearToCome(FieldRefusal):
    """{year}年还没有开始，不能提交该年度的报告，请填写{latest}年或以前的年度。"""

    field: ClassVar[str] = "year"


class NoCompetent(FieldRefusal):
    """本基地没有主管部门，请选择同级人社部门。"""

    field: ClassVar[str] = "receiver"


class ReportNotChangeable(Refusal):
    """该报告当前为“{state}”，不能{verb}。待审核且无人办理的，可先撤回；被退回的，请修改后重新提交。"""


class ReportNotReturned(Refusal):
    """该报告不在“已退回”状态：可能已重新提交，请刷新页面查看最新情况。"""
