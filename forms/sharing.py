"""Giving work to colleagues, having them sign, sending it back, and what is said besides deciding."""

from collections.abc import Iterable

from wtforms import Field, RadioField, SelectField, SelectMultipleField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length
from wtforms.widgets import CheckboxInput, ListWidget

from forms.form import BaseForm, Required

TOO_LONG = Length(max=500, message="最多 500 字，请精简后再提交。")
Pairs = Iterable[tuple[int, str]]


class PeopleField(SelectMultipleField):  # type: ignore[misc]
    """Colleagues to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def _choices(pairs: Pairs) -> list[SelectChoice]:
    return [SelectChoice(id, name) for id, name in pairs]


class GiveForm(BaseForm):
    """转办 or 委托."""

    way = RadioField(
        "方式",
        choices=[
            SelectChoice("transfer", "转办：由同事办理"),
            SelectChoice("delegate", "委托：同事提出意见后退还给我"),
        ],
        default="transfer",
    )
    to = SelectField("同事", coerce=int, validators=[Required()])
    comment = TextAreaField("说明", validators=[TOO_LONG])

    def offer(self, people: Pairs) -> "GiveForm":
        """Fill the select with colleagues."""
        self.to.choices = _choices(people)
        return self


class AddSignersForm(BaseForm):
    """加签."""

    kind = RadioField(
        "顺序",
        choices=[
            SelectChoice("before", "在我之前：先由同事提出意见"),
            SelectChoice("alongside", "与我同时：都同意才通过"),
            SelectChoice("after", "在我之后：我同意后再由同事签署"),
        ],
        default="before",
    )
    people = PeopleField("签署人", coerce=int, validators=[Required()])
    comment = TextAreaField("说明", validators=[TOO_LONG])

    def offer(self, people: Pairs) -> "AddSignersForm":
        """Fill the list with colleagues."""
        self.people.choices = _choices(people)
        return self


class SendBackForm(BaseForm):
    """退回到某一步."""

    step = SelectField("退回到", coerce=int, validators=[Required()])
    comment = TextAreaField("退回原因", validators=[Required(), TOO_LONG])

    def offer(self, steps: Pairs) -> "SendBackForm":
        """Fill the select with the steps that the item has passed."""
        self.step.choices = _choices(steps)
        return self


class CopyForm(BaseForm):
    """抄送, to colleagues, to organisations, or to both."""

    people = PeopleField("抄送给同事", coerce=int)
    organizations = PeopleField("抄送给单位", coerce=int)
    comment = TextAreaField("说明", validators=[TOO_LONG])

    def offer(self, people: Pairs, organizations: Pairs) -> "CopyForm":
        """Fill the lists."""
        self.people.choices, self.organizations.choices = _choices(people), _choices(organizations)
        return self

    def validate_organizations(self, field: Field) -> None:
        """Somebody at least."""
        if not field.data and not self.people.data:
            raise ValidationError("请选择要抄送的同事或单位。")


class RemarkForm(BaseForm):
    """留言, with colleagues who are told of it."""

    body = TextAreaField("留言内容", validators=[Required(), TOO_LONG])
    people = PeopleField("提醒同事", coerce=int)

    def offer(self, people: Pairs) -> "RemarkForm":
        """Fill the list with colleagues."""
        self.people.choices = _choices(people)
        return self


class TakeBackForm(BaseForm):
    """撤回 of one's own decision."""

    comment = TextAreaField("撤回原因", validators=[TOO_LONG])
