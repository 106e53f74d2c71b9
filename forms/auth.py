"""Signing in, choosing for whom one acts, changing the password."""

from wtforms import HiddenField, PasswordField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import EqualTo, Length

from forms.form import BaseForm, Required, choices_of
from models import UserType

LONGEST_PASSWORD = 64


class SignInForm(BaseForm):
    """The guide's 登录: user type, id number, password and captcha."""

    user_type = SelectField(
        "用户类型",
        choices=[SelectChoice("", "请选择"), *choices_of(UserType)],
        validators=[Required()],
    )
    resident_id = StringField("身份证号", validators=[Required(), Length(max=60)])
    password = PasswordField("密码", validators=[Required(), Length(max=LONGEST_PASSWORD)])
    captcha = StringField("验证码", validators=[Required(), Length(max=20)])


class ChooseForm(BaseForm):
    """For whom to act."""

    identity = HiddenField("身份", validators=[Required()])


class PasswordForm(BaseForm):
    """The guide's 密码修改: the old password is asked for."""

    old_password = PasswordField("原密码", validators=[Required(), Length(max=LONGEST_PASSWORD)])
    new_password = PasswordField("新密码", validators=[Required(), Length(max=LONGEST_PASSWORD)])
    again = PasswordField(
        "确认新密码",
        validators=[Required(), EqualTo("new_password", message="两次输入的新密码不一致，请重新输入。")],
    )
