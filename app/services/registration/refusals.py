"""Why a registration is not taken, or left as it is."""

from typing import ClassVar

from app.errors import FieldRefusal, Refusal


class WrongCode(FieldRefusal):
    """{problem}"""

    field: ClassVar[str] = "credit_code"


class CodeRegistered(FieldRefusal):
    """该代码已有机构“{name}”，不能重复注册。请联系该机构的管理员为您添加账户。"""

    field: ClassVar[str] = "credit_code"


class CodePending(FieldRefusal):
    """该代码已有一份注册申请正在审核中，不能重复提交。如是您提交的，请到“注册进度查询”查看。"""

    field: ClassVar[str] = "credit_code"


class WrongField(FieldRefusal):
    """{problem}"""

    def __init__(self, *, field: str, problem: str) -> None:
        super().__init__(problem=problem)
        self.field = field  # type: ignore[misc]


class WrongScan(FieldRefusal):
    """“{name}”不能上传：按内容识别，证件扫描件只接受 JPG、PNG 图片和 PDF。"""

    field: ClassVar[str] = "file"


class ScanTooLarge(FieldRefusal):
    """“{name}”超过{limit}MB，请压缩后再上传。"""

    field: ClassVar[str] = "file"


class ScanMissing(FieldRefusal):
    """请上传证件扫描件。"""

    field: ClassVar[str] = "file"


class ApplicantIsUser(FieldRefusal):
    """该身份证号已是本系统用户，请在“已是本系统用户”处选择“是”，填写原有密码。"""

    field: ClassVar[str] = "resident_id"


class WrongUserPassword(FieldRefusal):
    """身份证号或密码不正确，或还不是本系统用户。请核对后重新输入。"""

    field: ClassVar[str] = "password"


class WeakApplicantPassword(FieldRefusal):
    """密码{problem}。"""

    field: ClassVar[str] = "password"


class NobodyFound(Refusal):
    """没有找到相符的注册申请：姓名、身份证号或密码有误。再输错{left}次将锁定{minutes}分钟。"""

    status: ClassVar[int] = 422


class NotReturned(Refusal):
    """该申请当前没有被退回，不能修改。请查看下方办理过程。"""


class NothingPending(Refusal):
    """该申请已办结或已撤回，不能再撤回。"""
