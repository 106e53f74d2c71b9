"""Forgotten passwords."""

from wtforms import PasswordField, StringField
from wtforms.validators import EqualTo, Length

from forms.auth import LONGEST_PASSWORD
from forms.form import BaseForm, Required


class AskForm(BaseForm):
    """Who asks for a new password."""

    resident_id = StringField("身份证号", validators=[Required(), Length(max=60)])
    name = StringField("姓名", validators=[Required(), Length(max=100)])
    organization = StringField("所在单位", validators=[Required(), Length(max=100)])
    captcha = StringField("验证码", validators=[Required(), Length(max=20)])


class NewPasswordForm(BaseForm):
    """The new password, twice."""

    new_password = PasswordField("新密码", validators=[Required(), Length(max=LONGEST_PASSWORD)])
    again = PasswordField(
        "确认新密码",
        validators=[Required(), EqualTo("new_password", message="两次输入的新密码不一致，请重新输入。")],
    )
