"""Why an import does not go on, and what is wrong with a row beyond its cells."""

from typing import ClassVar

from app.errors import Refusal


class ImportRefused(Refusal):
    """文件未能读取。"""

    status: ClassVar[int] = 422


class OtherClass(ImportRefused):
    """这是“{other}”的导入模板，不是本培训班“{wanted}”的。请核对文件，或下载本培训班的模板重新填写。"""


class NoRows(ImportRefused):
    """表格里没有成绩：表头以下没有填写任何一行。请填写后再上传。"""


class FileIsGone(ImportRefused):
    """上传的文件已不在服务器上，请重新上传。"""


class ReadingFailed(ImportRefused):
    """系统读取文件时出现故障，没有导入任何成绩。请重新上传；如仍失败，请把数据复制到新下载的模板中再试。"""


class StillReading(Refusal):
    """文件还在读取核对中，请等待完成后再导入。"""


class ImportIsOver(Refusal):
    """这次导入已经结束({state}),不能再操作；如需导入，请重新上传文件。"""


class NothingToImport(Refusal):
    """没有可以导入的正确行。请下载错误行，更正后重新上传。"""


UNKNOWN_LEARNER = "该身份证号未在系统注册"
OTHER_NAME = "姓名与身份证号不一致：与该身份证号注册的姓名不同"
ALREADY_ENTERED = "该学员成绩已录入"
REPEATED = "与第{row}行重复：身份证号相同"
MERGED = "该单元格是合并单元格，请取消合并后逐行填写"
REMARK_TOO_LONG = "备注最多{limit}字，现有{length}字"
