"""The import template (导入模板) of a class."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from app.permissions import Actor, Permission
from app.services.guard import require
from app.services.scores.classes import ClassFacts, find_class
from app.services.scores.imports.layout import LAYOUT
from app.services.spreadsheets.writing import write_sheet

NUMBERED_ROWS = 300  # rows with their number and class in place
BLANK_ROWS = 2_700  # more with the text format preset


def template_file(session: Session, class_id: int, *, by: Actor) -> tuple[str, bytes]:
    """Name and content of the .xlsx to fill in for this class. Raises NotFound for a class of another base."""
    require(by, Permission.SCORE_IMPORT)
    facts = find_class(session, class_id, by=by)
    rows = ((number, None, None, None, None, str(facts.id)) for number in range(1, NUMBERED_ROWS + 1))
    title = f"{facts.name} 学员成绩导入模板"
    content = write_sheet(LAYOUT, rows, title=title, notes=_notes(facts), blank_rows=BLANK_ROWS)
    return f"{facts.name}-成绩导入模板.xlsx", content


def _notes(facts: ClassFacts) -> Sequence[str]:
    return (
        f"本模板用于培训班“{facts.name}”(编号{facts.id}):{facts.subject_type.label}“{facts.subject_name}”,"
        f"{facts.hours}学时，培训年度{facts.training_year}，继续教育年度{facts.credit_year},"
        f"合格线{facts.pass_mark}分。",
        "1. 带 * 的列必须填写：姓名、身份证号、成绩。表头和“培训班编号”请勿改动。",
        "2. 姓名须与该身份证号在系统中注册的姓名一致；未注册的人员不能导入。",
        "3. 身份证号为18位，本列已设为文本格式。从别处复制时请选择“只粘贴文本(数值)”,"
        "避免变成数字:Excel 的数字只保留15位，后几位会丢失。",
        "4. 成绩为0-100之间的数字，最多一位小数。未达合格线的成绩可以导入，但不能申报。",
        "5. 每名学员一行，同一身份证号不能重复；已录入过成绩的学员请到“学员成绩管理”中修改。",
        "6. 不要合并单元格；成绩如用公式计算，请在 Excel 或 WPS 中打开并保存一次后再上传。",
        "7. 上传后系统先逐行核对，核对结果确认后才会导入；有错误的行可以下载、更正后再次上传。",
    )
