"""A webhook."""

from wtforms import BooleanField, SelectMultipleField, StringField
from wtforms.validators import Length

from forms.form import BaseForm, Required, choices_of
from models import NotificationKind


class WebhookForm(BaseForm):
    """Where another system is told, and of what."""

    name = StringField("名称", validators=[Required(), Length(max=40, message="名称最多 40 字。")])
    url = StringField("接收地址", validators=[Required(), Length(max=500, message="接收地址最多 500 字。")])
    events = SelectMultipleField("事件", validators=[Required()], choices=choices_of(NotificationKind))
    is_enabled = BooleanField("启用")
