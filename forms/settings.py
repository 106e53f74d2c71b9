"""How pages should behave, and which mails are sent."""

from wtforms import BooleanField, RadioField
from wtforms.fields.choices import SelectChoice

from forms.form import BaseForm
from models import MailChoice


class SettingsForm(BaseForm):
    """Keys and the next item are on until somebody turns them off; mails have to be asked for."""

    has_keys = BooleanField("启用单键快捷键（j、k、x、a、r、n、?）")
    opens_next = BooleanField("在事项页面办理后，自动打开同组的下一条")
    mail = RadioField(
        "电子邮件通知", choices=[SelectChoice(one.value, one.label) for one in MailChoice], default="none"
    )
