"""Why a transfer is not taken."""

from typing import ClassVar

from app.errors import FieldRefusal, Refusal


class TransferPending(Refusal):
    """有待审核信息，不能修改单位：您调转到“{employer}”的申请正在审核。请等待审核，或先撤回该申请。"""


class SameEmployer(FieldRefusal):
    """“{employer}”就是您现在的单位，请选择要调入的单位。"""

    field: ClassVar[str] = "employer_id"


class EmployerNotOffered(FieldRefusal):
    """没有找到所选单位：单位须已在本系统注册、审核通过且未停用。请在“选择”中按名称查找，或联系新单位先注册。"""

    field: ClassVar[str] = "employer_id"


class TransferNotReturned(Refusal):
    """该申请不在“已退回”状态：可能已重新提交，请刷新页面查看最新情况。"""
