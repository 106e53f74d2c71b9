"""Drafts of diagrams and their releases."""

from flask_wtf.file import FileField, FileRequired
from wtforms import DateField, StringField, TextAreaField
from wtforms.validators import Length
from wtforms.validators import Optional as Maybe

from forms.form import BaseForm, Required


class DraftForm(BaseForm):
    """A new draft."""

    name = StringField("草稿名称", validators=[Required(), Length(max=40, message="草稿名称不超过 40 个字。")])


class UploadForm(BaseForm):
    """A file in the place of the drawn diagram."""

    file = FileField("流程图文件（.bpmn）", validators=[FileRequired("请选择 .bpmn 文件。")])


class TableUploadForm(BaseForm):
    """A decision table of another tool."""

    file = FileField("决策表文件（.dmn）", validators=[FileRequired("请选择 .dmn 文件。")])


class ReleaseForm(BaseForm):
    """Why, and from which day."""

    note = TextAreaField(
        "修改说明",
        description="写明改了什么、为什么改，安全管理员据此核对；10 至 500 个字。",
        validators=[Required(), Length(max=500, message="修改说明不超过 500 个字。")],
    )
    effective_on = DateField("生效日期", description="留空表示审核通过后立即生效。", validators=[Maybe()])
