"""Keeping a filter of the inbox under a name."""

from wtforms import BooleanField, StringField
from wtforms.validators import Length

from forms.form import BaseForm, Required


class SavedViewForm(BaseForm):
    """The name, and whether colleagues see it."""

    name = StringField("名称", validators=[Required(), Length(max=40, message="名称最多 40 字。")])
    is_shared = BooleanField("与本单位同事共享")
