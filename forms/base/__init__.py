"""Forms of a training base's pages. The parent of all forms is `forms.form.BaseForm`."""

from forms.form import BaseForm, Required, choices_of

__all__ = ["BaseForm", "Required", "choices_of"]
