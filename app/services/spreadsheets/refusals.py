"""Why a file is not read as a spreadsheet: one class a reason.

The docstring is the sentence for the reader, facts in braces are attributes.
The child process imports this file too, so it imports nothing but the standard library.
"""

from __future__ import annotations

from typing import Any


class SpreadsheetRefused(Exception):
    """该文件不能作为成绩表格读取。"""

    def __init__(self, **facts: Any) -> None:
        super().__init__()
        self.facts = facts

    def __getattr__(self, name: str) -> Any:
        try:
            return self.__dict__["facts"][name]
        except KeyError:
            raise AttributeError(name) from None

    def __str__(self) -> str:
        shown = {name: _shown(fact) for name, fact in self.facts.items()}
        return " ".join((type(self).__doc__ or "").split()).format(**shown)


def _shown(fact: Any) -> str:
    if isinstance(fact, (list, tuple)):
        return "、".join(f"“{part}”" for part in fact) or "(空)"
    return str(fact)


class EmptyFile(SpreadsheetRefused):
    """文件是空的(0 字节),可能没有保存或上传中断。请重新保存后再上传。"""


class FileTooLarge(SpreadsheetRefused):
    """文件大小为 {megabytes} MB,超过 {limit} MB 的上限。请删除图片和多余的工作表，或拆成几个文件分别导入。"""


class UnpackedTooLarge(SpreadsheetRefused):
    """文件解压后的内容超过允许的大小({limit} MB 或压缩率异常)。请把数据复制到新下载的模板中保存，再上传。"""


class TooManyParts(SpreadsheetRefused):
    """文件内部的组成部分过多(上限 {limit} 个)。请把数据复制到新下载的模板中保存，再上传。"""


class TooManyRows(SpreadsheetRefused):
    """工作表共有 {rows} 行数据，超过一次 {limit} 行的上限。请拆成几个文件分别导入。"""


class TooManyColumns(SpreadsheetRefused):
    """工作表有 {columns} 列有内容，超过 {limit} 列的上限。请删除表格右侧多余的列后再上传。"""


class TooManySheets(SpreadsheetRefused):
    """文件里有 {sheets} 张工作表，超过 {limit} 张的上限。请只保留要导入的工作表。"""


class TooSlow(SpreadsheetRefused):
    """读取文件超过 {seconds} 秒，已停止。请把数据复制到新下载的模板中保存，或拆成几个文件分别导入。"""


class TooMuchMemory(SpreadsheetRefused):
    """表格内容过大，无法读取。请删除数据区以外(右侧、下方)的多余内容，或拆成几个文件分别导入。"""


class PasswordProtected(SpreadsheetRefused):
    """文件已加密，系统无法打开。请在 Excel 或 WPS 中取消打开密码后另存，再上传。"""


class OldExcelFormat(SpreadsheetRefused):
    """这是旧版 Excel 文件(.xls)。请在 Excel 或 WPS 中打开，选择“另存为”→“Excel 工作簿(*.xlsx)”后再上传。"""


class BinaryExcelFormat(SpreadsheetRefused):
    """这是二进制 Excel 文件(.xlsb)。请打开后选择“另存为”→“Excel 工作簿(*.xlsx)”后再上传。"""


class OpenDocumentFormat(SpreadsheetRefused):
    """这是 OpenDocument 文件(.ods 等)。请打开后选择“另存为”→“Excel 工作簿(*.xlsx)”后再上传。"""


class MacrosInside(SpreadsheetRefused):
    """文件带有宏，为安全起见不能导入。请选择“另存为”→“Excel 工作簿(*.xlsx)”，去掉宏后再上传。"""


class FilesInside(SpreadsheetRefused):
    """表格里嵌有其他文件或压缩包({part})。请删除嵌入的对象，或把数据复制到新下载的模板中再上传。"""


class DeclarationsInside(SpreadsheetRefused):
    """文件内部含有不允许的声明(DTD),为安全起见不能导入。请用 Excel 或 WPS 打开后另存为 .xlsx 再上传。"""


class TextFile(SpreadsheetRefused):
    """这是文本或 CSV 文件，不是 .xlsx 表格。请下载模板，把数据粘贴进去后再上传(身份证号列保持文本格式)。"""


class WebPage(SpreadsheetRefused):
    """这是网页(HTML)文件，只是扩展名改成了表格。请用 Excel 或 WPS 打开后另存为 .xlsx 再上传。"""


class XmlTable(SpreadsheetRefused):
    """这是 XML 表格文件。请用 Excel 或 WPS 打开后另存为“Excel 工作簿(*.xlsx)”再上传。"""


class Picture(SpreadsheetRefused):
    """这是图片，不是表格。请上传填写好的 .xlsx 模板。"""


class PdfDocument(SpreadsheetRefused):
    """这是 PDF 文件，不是表格。请上传填写好的 .xlsx 模板。"""


class OtherDocument(SpreadsheetRefused):
    """这是 Word、PowerPoint 等其他文档，不是表格。请上传填写好的 .xlsx 模板。"""


class Archive(SpreadsheetRefused):
    """这是压缩包，不是表格。请解压后上传其中的 .xlsx 文件。"""


class UnknownType(SpreadsheetRefused):
    """无法识别该文件，它不是 .xlsx 表格。请上传填写好的 .xlsx 模板。"""


class Damaged(SpreadsheetRefused):
    """文件已损坏或没有上传完整。请用 Excel 或 WPS 打开并另存为 .xlsx 后重新上传。"""


class WrongTemplate(SpreadsheetRefused):
    """没有找到要导入的表格：需要工作表“{title}”，表头含有{wanted}；缺少{missing}，文件中的工作表为{sheets}。
    请使用系统下载的模板，不要改动表头。"""


class RepeatedHeader(SpreadsheetRefused):
    """第 {row} 行的表头中“{header}”出现了不止一次，无法判断用哪一列。请只保留一列后再上传。"""


REFUSALS: dict[str, type[SpreadsheetRefused]] = {
    kind.__name__: kind for kind in SpreadsheetRefused.__subclasses__()
}
"""By name, since the child hands a refusal back as its name and facts."""
