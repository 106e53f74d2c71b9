"""A training class, and the list of classes."""

from wtforms import IntegerField, SearchField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, NumberRange
from wtforms.validators import Optional as Maybe

from forms.base.plans import day_field, whole_number
from forms.base.subjects import FIRST_YEAR, LAST_YEAR
from forms.form import BaseForm, Required
from forms.numbers import number_field


class ClassForm(BaseForm):
    """Adding and changing a class on a plan."""

    name = StringField("培训班名称", validators=[Required(), Length(max=80, message="培训班名称最多 80 字。")])
    starts_on = day_field("开始日期")
    ends_on = day_field("结束日期")
    place = StringField("培训地点", validators=[Required(), Length(max=100, message="培训地点最多 100 字。")])
    hours = number_field("学时", "0.5", "999")
    credit_year = SelectField("继续教育年度", coerce=whole_number, validators=[Required()])
    pass_mark = number_field("合格线", "0", "100")

    def offer(self, year: int) -> "ClassForm":
        """Hours count in the plan's year, or make up for the one before."""
        self.credit_year.choices = [
            SelectChoice(str(year), f"{year}"),
            SelectChoice(str(year - 1), f"{year - 1}（补学）"),
        ]
        return self


class ClassFilterForm(BaseForm):
    """What the list is filtered by; it is part of the address, so it has no token."""

    class Meta(BaseForm.Meta):
        """Read from the address."""

        csrf = False

    year = IntegerField("培训年度", validators=[Maybe(), NumberRange(FIRST_YEAR, LAST_YEAR)])
    text = SearchField("培训班名称", validators=[Length(max=60)])
