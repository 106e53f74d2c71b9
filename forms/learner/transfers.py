"""Asking for a transfer (单位调转)."""

from wtforms import IntegerField, StringField, TextAreaField
from wtforms.validators import Length, NumberRange
from wtforms.validators import Optional as Maybe

from forms.base.scores import LARGEST
from forms.form import BaseForm, Required


class TransferForm(BaseForm):
    """The new employer, by its number or (without scripts) by its whole name, and why."""

    employer_id = IntegerField("调入单位", validators=[Maybe(), NumberRange(1, LARGEST)])
    employer_id_text = StringField("调入单位名称", validators=[Length(max=120)])
    reason = TextAreaField("调转原因", validators=[Required(), Length(max=500)])
