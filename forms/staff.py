"""Somebody who teaches or manages at a training base."""

from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length

from forms.form import BaseForm, Required, choices_of
from models import StaffKind
from models.learner import EDUCATIONS


class StaffForm(BaseForm):
    """Adding and changing somebody."""

    name = StringField("姓名", validators=[Required(), Length(max=50, message="姓名最多 50 字。")])
    kind = RadioField("人员类别", choices=choices_of(StaffKind), validators=[Required()])
    education = SelectField(
        "学历",
        choices=[SelectChoice("", "请选择"), *(SelectChoice(one, one) for one in EDUCATIONS)],
        validators=[Required()],
    )
    title = StringField("职称", validators=[Length(max=50, message="职称最多 50 字。")])
    specialty = StringField("专业或任教科目", validators=[Length(max=100, message="专业或任教科目最多 100 字。")])
    employer_name = StringField("所在单位", validators=[Length(max=100, message="所在单位最多 100 字。")])


class StaffImportForm(BaseForm):
    """Adding many from a spreadsheet; what the file is, its content says."""

    file = FileField("人员表格", validators=[FileRequired("请选择要上传的人员表格。")])
    skip_wrong = BooleanField("跳过有误的行")
