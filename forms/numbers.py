"""Numbers as users type them."""

from decimal import Decimal
from typing import Any

from wtforms import DecimalField, Field, Form, ValidationError
from wtforms.validators import InputRequired, NumberRange


class OneDecimal:
    """At most one decimal, as hours and marks have."""

    def __call__(self, form: Form, field: Field) -> None:
        """Refuse what would be rounded."""
        value = field.data
        exponent = value.normalize().as_tuple().exponent if isinstance(value, Decimal) else 0
        if isinstance(exponent, int) and exponent < -1:  # a NaN has a letter there
            raise ValidationError(f"{field.label.text}最多保留一位小数。")


class NumberField(DecimalField):  # type: ignore[misc]
    """A number with at most one decimal (学时, 合格线)."""

    data: Any

    def process_formdata(self, valuelist: list[str]) -> None:
        """Refuse in words what is no number."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            self.data = None
            raise ValueError(f"{self.label.text}应为数字。") from None


def number_field(label: str, lowest: str, highest: str) -> Any:
    """A number that must be filled in, from `lowest` to `highest`."""
    said = f"{label}应在 {lowest} 至 {highest} 之间。"
    within = NumberRange(Decimal(lowest), Decimal(highest), message=said)
    return NumberField(label, validators=[InputRequired(f"请填写{label}。"), within, OneDecimal()], places=1)
