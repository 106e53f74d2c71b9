"""基础数据: regions and industries."""

from wtforms import StringField
from wtforms.validators import Length

from forms.form import BaseForm, Required


class NameForm(BaseForm):
    """Another name."""

    name = StringField("名称", validators=[Required(), Length(max=40, message="名称最多 40 字。")])


class NewEntryForm(NameForm):
    """A region or an industry that is added."""

    code = StringField("代码", validators=[Required(), Length(max=6, message="代码最多 6 位。")])
