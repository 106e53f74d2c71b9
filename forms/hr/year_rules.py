"""The rule of a year."""

from wtforms import DateField
from wtforms.validators import Optional as Maybe

from forms.form import BaseForm
from forms.numbers import number_field


def date_field(label: str) -> DateField:
    """A date that may be left empty."""
    return DateField(label, validators=[Maybe()])


class YearRuleForm(BaseForm):
    """Changing one; its year is fixed."""

    total_hours = number_field("年度总学时", "0", "999")
    public_hours = number_field("公需学时", "0", "999")
    professional_hours = number_field("专业学时", "0", "999")
    hours_per_day = number_field("每日学时上限", "0.5", "24")
    pass_mark = number_field("合格线", "0", "100")
    declare_from = date_field("申报开始日期")
    declare_until = date_field("申报截止日期")
    public_deadline = date_field("公需学时完成期限")
    professional_deadline = date_field("专业学时完成期限")
