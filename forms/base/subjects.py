"""A professional subject of a base."""

from wtforms import BooleanField, HiddenField, IntegerField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange
from wtforms.validators import Optional as Maybe

from forms.form import BaseForm, Required
from forms.numbers import number_field

FIRST_YEAR, LAST_YEAR = 2000, 2100


def year_field(label: str) -> IntegerField:
    """A year that must be filled in."""
    said = f"{label}应为 {FIRST_YEAR} 至 {LAST_YEAR} 之间的年份。"
    return IntegerField(label, validators=[InputRequired(said), NumberRange(FIRST_YEAR, LAST_YEAR, message=said)])


class SubjectForm(BaseForm):
    """Adding and changing one."""

    name = StringField("科目名称", validators=[Required(), Length(max=60, message="科目名称最多 60 字。")])
    year = year_field("年度")
    hours = number_field("学时", "0.5", "999")
    summary = TextAreaField("内容简介", validators=[Length(max=500, message="内容简介最多 500 字。")])


class EnableForm(BaseForm):
    """Disabling a subject, or enabling it again."""

    enabled = BooleanField("启用")


class YearFilterForm(BaseForm):
    """Public subjects are listed by year; it is part of the address, so it has no token."""

    class Meta(BaseForm.Meta):
        """Read from the address."""

        csrf = False

    year = IntegerField("年度", validators=[Maybe(), NumberRange(FIRST_YEAR, LAST_YEAR)])
    tab = HiddenField("类别")
