"""管理账户: roles, members, and the searches of those whose passwords are reset."""

from collections.abc import Iterable

from wtforms import Field, PasswordField, SearchField, SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import EqualTo, Length, ValidationError

from forms.auth import LONGEST_PASSWORD
from forms.contact import ContactForm, name_field
from forms.form import BaseForm, Required
from models import Module


class RoleForm(BaseForm):
    """A role's name and modules; whether the modules may be given is for the service."""

    name = StringField("角色名称", validators=[Required(), Length(max=30)])
    modules = SelectMultipleField("权限模块", validators=[Required()], validate_choice=False)

    def offer(self, modules: Iterable[Module]) -> None:
        """Let these be chosen."""
        self.modules.choices = [SelectChoice(module.value, module.label) for module in modules]


class RoleChoiceForm(BaseForm):
    """Which role a member has."""

    role_id = SelectField("角色", validators=[Required()], validate_choice=False)

    def offer(self, roles: Iterable[tuple[int, str]]) -> None:
        """Let these be chosen, by id and name."""
        self.role_id.choices = [SelectChoice("", "请选择"), *(SelectChoice(str(id), name) for id, name in roles)]

    def validate_role_id(self, field: Field) -> None:
        """Refuse a role that is gone, or was never offered."""
        if field.data not in {choice.value for choice in field.choices}:
            raise ValidationError("所选角色不存在或已被删除，请重新选择角色。")


class GiveAllForm(BaseForm):
    """To whom a member's work is given."""

    to = SelectField("移交给", validators=[Required()], validate_choice=False)

    def offer(self, colleagues: Iterable[tuple[int, str]]) -> "GiveAllForm":
        """Let these be chosen, by id and name."""
        self.to.choices = [SelectChoice("", "请选择"), *(SelectChoice(str(id), name) for id, name in colleagues)]
        return self

    def validate_to(self, field: Field) -> None:
        """Refuse whom the page did not offer."""
        if field.data not in {choice.value for choice in field.choices}:
            raise ValidationError("所选同事已不在本单位，请重新选择。")


class ExistingMemberForm(RoleChoiceForm):
    """Somebody who is a user already: only the name is asked for."""

    resident_id = StringField("身份证号", validators=[Required(), Length(max=60)])
    name = StringField("真实姓名", validators=[Required(), Length(max=100)])


class NewMemberForm(RoleChoiceForm, ContactForm):
    """Somebody new, with all the fields of the guide."""

    resident_id = StringField("身份证号", validators=[Required(), Length(max=60)])
    password = PasswordField("初始密码", validators=[Required(), Length(max=LONGEST_PASSWORD)])
    again = PasswordField(
        "确认密码",
        validators=[Required(), EqualTo("password", message="两次输入的初始密码不一致，请重新输入。")],
    )
    name = name_field()


class SearchForm(BaseForm):
    """What a list is searched for; it is part of the address, so it has no token."""

    class Meta(BaseForm.Meta):
        """Read from the address."""

        csrf = False


class LearnerSearchForm(SearchForm):
    """By the learner."""

    text = SearchField("姓名或完整身份证号", validators=[Length(max=60)])
