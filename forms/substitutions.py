"""Naming a substitute for days of leave."""

from collections.abc import Iterable

from wtforms import DateField, SelectField
from wtforms.fields.choices import SelectChoice

from forms.form import BaseForm, Required

Pairs = Iterable[tuple[int, str]]


class SubstituteForm(BaseForm):
    """Who is away, who stands in, and on which days."""

    user_id = SelectField("请假人", coerce=int, validators=[Required()])
    substitute_id = SelectField("代理人", coerce=int, validators=[Required()])
    first_day = DateField("开始日期", validators=[Required()])
    last_day = DateField("结束日期", validators=[Required()])

    def offer(self, absent: Pairs, substitutes: Pairs) -> "SubstituteForm":
        """Fill both selects."""
        self.user_id.choices = [SelectChoice(id, name) for id, name in absent]
        self.substitute_id.choices = [SelectChoice(id, name) for id, name in substitutes]
        return self
