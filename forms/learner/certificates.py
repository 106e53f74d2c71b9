"""Checking a certificate (证书查验)."""

from typing import ClassVar

from wtforms import IntegerField, StringField
from wtforms.validators import Length, NumberRange

from forms.form import BaseForm, Required


class IssueForm(BaseForm):
    """The year that a certificate is wanted of."""

    year = IntegerField("年度", validators=[Required(), NumberRange(1990, 2200)])


class CheckForm(BaseForm):
    """What stands on the paper; it is asked by GET and changes nothing, so there is no form token."""

    class Meta(BaseForm.Meta):
        """As every form of ours, but for the token."""

        csrf: ClassVar[bool] = False

    number = StringField("证书编号", validators=[Required(), Length(max=40)])
    code = StringField("查验码", validators=[Required(), Length(max=40)])
    captcha = StringField("验证码", validators=[Required(), Length(max=20)])
