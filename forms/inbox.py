"""Filtering an inbox, and deciding what waits in it."""

from collections.abc import Sequence
from typing import Any

from wtforms import (
    BooleanField,
    Field,
    HiddenField,
    IntegerField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import Length, NumberRange
from wtforms.validators import Optional as Maybe

from forms.form import BaseForm, Required

LARGEST = 2**63 - 1
MOST_CHOSEN = 5000


class NumbersField(Field):  # type: ignore[misc]
    """Checkboxes whose values are numbers joined by hyphens; `data` is a list of tuples of `parts` numbers each.

    A value of any other shape was not made by our page and is refused.
    """

    def __init__(self, label: str, *, parts: int, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.parts = parts
        self.data: list[tuple[int, ...]] = []

    def process_data(self, value: Any) -> None:
        """Begin with nothing chosen, also where nothing was sent."""
        self.data = list(value or [])

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Read the values, each once and in their order."""
        if len(valuelist) > MOST_CHOSEN:
            raise ValueError(f"一次最多选择 {MOST_CHOSEN} 条，请改用“选中全部筛选结果”。")
        self.data = list(dict.fromkeys(self._numbers(value) for value in valuelist))

    def _numbers(self, value: str) -> tuple[int, ...]:
        parts = value.split("-")
        if len(parts) != self.parts or not all(part.isascii() and part.isdigit() for part in parts):
            raise ValueError("所选事项无法识别，请刷新页面后重新选择。")
        numbers = tuple(int(part) for part in parts)
        if max(numbers) > LARGEST:
            raise ValueError("所选事项无法识别，请刷新页面后重新选择。")
        return numbers


class DecideForm(BaseForm):
    """One decision on what was chosen; the outcomes are those that the user task offers."""

    outcome = StringField("结论", validators=[Required()])
    comment = TextAreaField("意见", validators=[Length(max=500, message="意见最多 500 字，请精简后再提交。")])
    key = HiddenField("表单编号", validators=[Required(), Length(max=64)])

    def __init__(self, *args: Any, outcomes: Sequence[str], need_comment: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._outcomes = outcomes
        self._need_comment = need_comment

    def validate_outcome(self, field: Field) -> None:
        """Refuse an outcome that the page does not offer."""
        if field.data not in self._outcomes:
            raise ValidationError("请选择一个结论。")

    def validate_comment(self, field: Field) -> None:
        """A decision against the submitter needs its reason."""
        if self.outcome.data in self._need_comment and not field.data:
            raise ValidationError("请写明原因：退回或不予通过时，申报方要据此更正或知悉。")


class DecideRowsForm(DecideForm):
    """A decision on rows of one group: the ticked ones, or all that the filter matches."""

    scope = HiddenField("范围")
    whole = BooleanField("全部")  # what a page without scripts sends for scope=filter
    up_to = IntegerField("截止编号", validators=[Maybe(), NumberRange(0, LARGEST)])
    ids = NumbersField("所选事项", parts=2)

    @property
    def is_whole(self) -> bool:
        """Whether all that the filter matches is meant."""
        return self.scope.data == "filter" or bool(self.whole.data)

    def validate_ids(self, field: NumbersField) -> None:
        """Something must be chosen."""
        if not self.is_whole and not field.data:
            raise ValidationError("请至少勾选一条事项，再点击办理。")


class ApproveGroupsForm(DecideForm):
    """Approving whole groups from the list of groups."""

    groups = NumbersField("所选各组", parts=3)

    def validate_groups(self, field: NumbersField) -> None:
        """Something must be chosen."""
        if not field.data:
            raise ValidationError("请至少勾选一个培训班或一组计划，再点击办理。")
