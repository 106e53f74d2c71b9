"""Giving work that nobody can go on with to an organisation."""

from wtforms import StringField
from wtforms.validators import Length

from forms.form import BaseForm, Required


class AssignForm(BaseForm):
    """Which organisation decides it."""

    organization = StringField(
        "办理单位", validators=[Required(), Length(max=100, message="单位名称最多 100 字。")]
    )
