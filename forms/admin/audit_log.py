"""The filter of the audit log, in its address."""

from typing import Any

from wtforms import BooleanField, DateField, StringField
from wtforms.validators import Length
from wtforms.validators import Optional as Maybe

from forms.form import BaseForm


class AuditFilterForm(BaseForm):
    """Days, a name, failures."""

    class Meta(BaseForm.Meta):
        """Read from the address: nothing is changed by it."""

        csrf = False

    first_day = DateField("自", validators=[Maybe()])
    last_day = DateField("至", validators=[Maybe()])
    person = StringField("姓名", validators=[Length(max=50, message="姓名不超过 50 个字。")])
    only_failed = BooleanField("只看失败的")

    def asked(self) -> dict[str, Any]:
        """The conditions by name."""
        return {
            "first_day": self.first_day.data,
            "last_day": self.last_day.data,
            "person": self.person.data or "",
            "only_failed": self.only_failed.data,
        }
