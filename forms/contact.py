"""How a person can be reached: fields that several forms have."""

from collections.abc import Callable

from wtforms import EmailField, Field, Form, StringField, TelField
from wtforms.validators import Length, ValidationError
from wtforms.validators import Optional as Maybe

from app.contact import email_problem, mobile_problem, name_problem, phone_problem
from forms.form import BaseForm, Required


class Sound:
    """A text in which `problem_of` finds nothing wrong."""

    def __init__(self, problem_of: Callable[[str], str | None]) -> None:
        self._problem_of = problem_of

    def __call__(self, form: Form, field: Field) -> None:
        """Refuse with the sentence that it finds."""
        if problem := self._problem_of(field.data or ""):
            raise ValidationError(problem)


class ContactForm(BaseForm):
    """The guide's 手机号码, 电子邮箱, 固定电话."""

    mobile = TelField("手机号码", validators=[Required(), Sound(mobile_problem)])
    email = EmailField("电子邮箱", validators=[Maybe(), Sound(email_problem)])
    phone = TelField("固定电话", validators=[Maybe(), Sound(phone_problem)])


def name_field(label: str = "真实姓名") -> StringField:
    """A person's name."""
    return StringField(label, validators=[Required(), Length(max=100), Sound(name_problem)])
