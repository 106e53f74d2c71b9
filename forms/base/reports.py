"""An annual report and its files."""

from flask_wtf.file import FileField, FileRequired
from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import Length

from forms.base.subjects import year_field
from forms.form import BaseForm, Required, choices_of
from models import Receiver

LONGEST = 5_000


def _text(label: str) -> TextAreaField:
    said = f"{label}最多 {LONGEST} 字，请精简或改用附件。"
    return TextAreaField(label, validators=[Required(), Length(max=LONGEST, message=said)])


class ReportForm(BaseForm):
    """Creating and changing a report."""

    name = StringField("报告名称", validators=[Required(), Length(max=80, message="报告名称最多 80 字。")])
    year = year_field("年度")
    receiver = RadioField("受理部门", choices=choices_of(Receiver), validators=[Required()])
    work_done = _text("本年度培训任务完成情况")
    next_year_plan = _text("下年度培训计划")
    comment = TextAreaField(
        "更正说明", validators=[Length(max=500, message="更正说明最多 500 字，请精简后再提交。")]
    )

    saved_id: int | None = None  # of the report that was made of it


class ReportFileForm(BaseForm):
    """One more file, with what it is."""

    file = FileField("附件", validators=[FileRequired("请选择要上传的文件。")])
    remark = StringField("备注说明", validators=[Length(max=200, message="备注说明最多 200 字。")])
