"""Filtering scores, declaring them, taking them back."""

from collections.abc import Iterable

from wtforms import Field, HiddenField, IntegerField, SearchField, SelectField, TextAreaField, ValidationError
from wtforms.validators import Length, NumberRange
from wtforms.validators import Optional as Maybe

from forms.base.scores import LARGEST, ListForm
from forms.form import BaseForm, Required
from forms.inbox import NumbersField

ANY = ("", "全部")


def whole_number(text: str | None) -> int | None:
    """What a select of years sends; the empty choice means any."""
    return int(text) if text else None


class FilterForm(ListForm):
    """What the list is filtered by."""

    training_year = SelectField("培训年度", coerce=whole_number, default=None)
    credit_year = SelectField("继续教育年度", coerce=whole_number, default=None)
    state = SelectField("状态", default="")
    text = SearchField("姓名或完整身份证号", validators=[Length(max=60)])

    def offer(
        self, *, training: Iterable[int], credit: Iterable[int], states: Iterable[tuple[str, str]]
    ) -> "FilterForm":
        """Fill the selects."""
        self.training_year.choices = [ANY, *((year, str(year)) for year in training)]
        self.credit_year.choices = [ANY, *((year, str(year)) for year in credit)]
        self.state.choices = [ANY, *states]
        return self


class ChosenForm(BaseForm):
    """The ticked scores, or one by its own button, or all that the filter means."""

    ids = NumbersField("所选成绩", parts=1)
    only = IntegerField("单条", validators=[Maybe(), NumberRange(1, LARGEST)])
    scope = HiddenField("范围")
    up_to = IntegerField("截止编号", validators=[Maybe(), NumberRange(0, LARGEST)])
    key = HiddenField("表单编号", validators=[Required(), Length(max=64)])

    def validate_ids(self, field: Field) -> None:
        """Something must be chosen."""
        if self.scope.data != "filter" and not self.chosen:
            raise ValidationError("请至少勾选一条成绩。")

    @property
    def chosen(self) -> list[int]:
        """The ids of the scores that are meant, where it is not the whole filter."""
        return [self.only.data] if self.only.data else [id for (id,) in self.ids.data]


class WithdrawForm(ChosenForm):
    """Taking back what nobody has decided yet."""

    reason = TextAreaField(
        "撤回原因", validators=[Required(), Length(max=500, message="撤回原因最多 500 字，请精简后再提交。")]
    )
