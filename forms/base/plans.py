"""A training plan, its files, and the list of plans."""

from collections.abc import Iterable, Mapping

from flask_wtf.file import FileField, FileRequired
from wtforms import DateField, IntegerField, RadioField, SearchField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange
from wtforms.validators import Optional as Maybe

from forms.base.subjects import FIRST_YEAR, LAST_YEAR, year_field
from forms.form import BaseForm, Required, choices_of
from forms.numbers import number_field
from models import PlanState, SubjectType, TeachingMode

MOST_PEOPLE = 100_000


def whole_number(value: str | int | None) -> int | None:
    """What a select sends; the empty choice, and what is no id, mean nothing chosen."""
    text = str(value or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def day_field(label: str) -> DateField:
    """A day that must be chosen."""
    return DateField(label, validators=[InputRequired(f"请选择{label}，例如 2026-05-11。")])


class PlanForm(BaseForm):
    """Creating and changing a plan; 科目类型 says which subjects may be chosen."""

    name = StringField("计划名称", validators=[Required(), Length(max=80, message="计划名称最多 80 字。")])
    subject_type = RadioField("科目类型", choices=choices_of(SubjectType), validators=[Required()])
    year = year_field("培训年度")
    subject_id = SelectField("培训科目", coerce=whole_number, validators=[Required()])
    audience = StringField("培训对象", validators=[Length(max=200, message="培训对象最多 200 字。")])
    people = IntegerField(
        "培训人数",
        validators=[
            InputRequired("培训人数应为整数。"),
            NumberRange(1, MOST_PEOPLE, message=f"培训人数应为 1 至 {MOST_PEOPLE} 的整数。"),
        ],
    )
    hours = number_field("学时", "0.5", "999")
    mode = RadioField("培训方式", choices=choices_of(TeachingMode), validators=[Required()])
    starts_on = day_field("开始日期")
    ends_on = day_field("结束日期")
    place = StringField("培训地点", validators=[Length(max=100, message="培训地点最多 100 字。")])
    fee = StringField("收费标准", validators=[Length(max=100, message="收费标准最多 100 字。")])
    comment = TextAreaField(
        "更正说明", validators=[Length(max=500, message="更正说明最多 500 字，请精简后再提交。")]
    )

    saved_id: int | None = None  # of the plan that was made of it

    def offer(self, subjects: Mapping[str, Iterable[tuple[int, str]]]) -> "PlanForm":
        """Fill the select of subjects, in groups by their type."""
        self.subject_id.choices = [
            SelectChoice("", "请选择"),
            *(SelectChoice(str(id), name, optgroup=group) for group, rows in subjects.items() for id, name in rows),
        ]
        return self


class AttachmentForm(BaseForm):
    """One more file; what it is, its content says."""

    file = FileField("附件", validators=[FileRequired("请选择要上传的文件。")])


class PlanFilterForm(BaseForm):
    """What the list is filtered by; it is part of the address, so it has no token."""

    class Meta(BaseForm.Meta):
        """Read from the address."""

        csrf = False

    year = IntegerField("培训年度", validators=[Maybe(), NumberRange(FIRST_YEAR, LAST_YEAR)])
    state = SelectField("状态", choices=[SelectChoice("", "全部"), *choices_of(PlanState)], default="")
    text = SearchField("计划名称", validators=[Length(max=60)])
