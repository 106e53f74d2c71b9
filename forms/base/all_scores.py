"""What the list of a base's scores over all its classes is filtered by: all of it is part of the address."""

from wtforms import SelectField
from wtforms.fields.choices import SelectChoice

from forms.base.declarations import FilterForm
from forms.inbox_filter import Days
from models import SubjectType


class AllScoresForm(Days, FilterForm):
    """Class, years, type of subject, state, learner, and the days on which scores were entered."""

    subject_type = SelectField(
        "科目类型",
        default="",
        choices=[SelectChoice("", "全部"), *(SelectChoice(one.value, one.label) for one in SubjectType)],
    )
