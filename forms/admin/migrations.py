"""What becomes of each group of instances."""

from collections.abc import Sequence
from typing import Any

from wtforms import SelectField
from wtforms.fields.choices import SelectChoice

from forms.form import BaseForm

PREFIX = "group-"


class UndoForm(BaseForm):
    """Nothing but the token; which groups, the boxes say."""


class ChoicesForm(BaseForm):
    """One choice a group; made for a plan by `choices_form`."""

    def chosen(self) -> dict[str, str]:
        """`choice:target` by the group's key."""
        return {name.removeprefix(PREFIX): field.data for name, field in self._fields.items() if PREFIX in name}


def choices_form(groups: Sequence[Any]) -> ChoicesForm:
    """A form with a select for each group: its options, the default chosen."""
    fields = {f"{PREFIX}{group.key}": _select(group) for group in groups}
    form: ChoicesForm = type("PlanForm", (ChoicesForm,), fields)()
    return form


def _select(group: Any) -> SelectField:
    values = [f"{one.choice.value}:{one.target}" for one in group.judgement.options]
    options = [
        SelectChoice(value, label_of(one)) for value, one in zip(values, group.judgement.options, strict=True)
    ]
    default = next(value for value in values if value.startswith(f"{group.judgement.default.value}:"))
    return SelectField(f"{'、'.join(group.judgement.at)}的 {group.count} 件", choices=options, default=default)


def label_of(option: Any) -> str:
    """An option as administrators read it."""
    name = f"转到“{option.name}”" if option.name else option.choice.label
    passed = f"，跳过{'、'.join(option.passed)}" if option.passed and option.choice.value != "back" else ""
    missed = f"，不再要求{'、'.join(option.missed)}" if option.missed else ""
    return f"{name}{passed}{missed}"
