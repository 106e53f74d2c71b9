"""What all forms share: Chinese messages, no stray blanks, and required fields that name themselves."""

from typing import Any, ClassVar

from flask_wtf import FlaskForm
from wtforms import Field, Form, PasswordField, SelectFieldBase, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.meta import DefaultMeta
from wtforms.validators import DataRequired


class Required(DataRequired):  # type: ignore[misc]
    """A field that must be filled in; a blank that the strip filter empties is not enough."""

    def __call__(self, form: Form, field: Field) -> None:
        """Refuse with a sentence that names the field."""
        verb = "选择" if isinstance(field, SelectFieldBase) else "填写"
        self.message = f"请{verb}{field.label.text}。"
        super().__call__(form, field)


class BaseForm(FlaskForm):  # type: ignore[misc]
    """The parent of every form of ours."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """WTForms' own messages in Chinese, and a strip filter on every text field but passwords."""

        locales: ClassVar[tuple[str, ...]] = ("zh",)

        def get_translations(self, form: Form) -> Any:
            """Take WTForms' translations; Flask-WTF would look for Flask-Babel."""
            return DefaultMeta.get_translations(self, form)

        def bind_field(self, form: Form, unbound_field: Any, options: dict[str, Any]) -> Field:
            """Add the strip filter."""
            kind = unbound_field.field_class
            if issubclass(kind, StringField) and not issubclass(kind, PasswordField):
                given = unbound_field.kwargs.get("filters", ())
                unbound_field.kwargs["filters"] = (*given, strip) if strip not in given else given
            return super().bind_field(form, unbound_field, options)

    def refuse(self, field: str, sentence: object) -> None:
        """Show a service's refusal beside the field that it belongs to."""
        self[field].errors = [*self[field].errors, str(sentence)]


def choices_of(kind: type[Any]) -> list[SelectChoice]:
    """Return the choices of a select field: the values of an enum of ours, by their labels."""
    return [SelectChoice(member.value, member.label) for member in kind]


def strip(value: Any) -> str:
    """Text as it can be kept: no blanks at its ends, no NUL; a field that was not sent at all is empty."""
    return "" if value is None else str(value).replace("\x00", "").strip()
