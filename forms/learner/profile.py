"""What a learner says of himself (我的资料)."""

from wtforms import SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length

from forms.form import BaseForm, Required
from models.learner import EDUCATIONS, TITLE_GRADES, TITLE_SERIES

UNSAID = SelectChoice("", "请选择")


def _offered(values: tuple[str, ...]) -> list[SelectChoice]:
    return [UNSAID, *(SelectChoice(value, value) for value in values)]


class LearnerProfileForm(BaseForm):
    """Title series is asked for; the rest may stay empty."""

    title_series = SelectField("职称系列", choices=_offered(TITLE_SERIES), validators=[Required()])
    title_grade = SelectField("职称级别", choices=_offered(TITLE_GRADES))
    department = StringField("所属工作部门", validators=[Length(max=60)])
    education = SelectField("学历", choices=_offered(EDUCATIONS))
    school = StringField("毕业院校", validators=[Length(max=60)])
    major = StringField("所学专业", validators=[Length(max=60)])

    def keep(self, *, title_series: str) -> "LearnerProfileForm":
        """Offer the series that is kept already, too, under whatever name the registration gave it."""
        if title_series and title_series not in TITLE_SERIES:
            self.title_series.choices = [*self.title_series.choices, SelectChoice(title_series, title_series)]
        return self
