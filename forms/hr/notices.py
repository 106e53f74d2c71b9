"""A notice."""

from wtforms import BooleanField, StringField, TextAreaField
from wtforms.validators import Length

from forms.form import BaseForm, Required


class NoticeForm(BaseForm):
    """What a notice says; a blank line begins a paragraph."""

    title = StringField("标题", validators=[Required(), Length(max=80, message="标题最多 80 字。")])
    body = TextAreaField("正文", validators=[Required(), Length(max=10_000, message="正文最多 10000 字。")])
    is_pinned = BooleanField("置顶")
