"""Marking notifications as read."""

from wtforms import IntegerField
from wtforms.validators import NumberRange
from wtforms.widgets import HiddenInput

from forms.form import BaseForm


class MarkReadForm(BaseForm):
    """Up to the newest that the page showed: what came since stays unread."""

    up_to = IntegerField("最近一条", widget=HiddenInput(), validators=[NumberRange(1, 2**63 - 1)])
