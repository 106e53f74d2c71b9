"""How pages should behave."""

from wtforms import BooleanField

from forms.form import BaseForm


class SettingsForm(BaseForm):
    """Both are on until somebody turns them off."""

    has_keys = BooleanField("启用单键快捷键（j、k、x、a、r、n、?）")
    opens_next = BooleanField("在事项页面办理后，自动打开同组的下一条")
