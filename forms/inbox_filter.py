"""What the lists of an inbox are filtered by: all of it is part of the address, so it has no token."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from wtforms import DateField, Field, IntegerField, SearchField, SelectField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, NumberRange, Regexp
from wtforms.validators import Optional as Maybe

from forms.form import BaseForm

LARGEST = 2**63 - 1
ALL = SelectChoice("", "全部")
EARLIEST, LATEST = date(1990, 1, 1), date(2100, 12, 31)


class AddressForm(BaseForm):
    """A form that is read from the address."""

    class Meta(BaseForm.Meta):
        """No token."""

        csrf = False

    def query(self, *without: str) -> dict[str, str]:
        """What is asked, as it stands in an address: only fields that ask something, and none that is wrong."""
        asked = {field.name: _text(field.data) for field in self if not field.errors and field.name not in without}
        return {name: text for name, text in asked.items() if text}

    def described(self, *without: str) -> list[tuple[str, str]]:
        """What is asked, in words: labels and values as the form shows them."""
        found = []
        for name, text in self.query(*without).items():
            labels = {one.value: one.label for one in getattr(self[name], "choices", None) or ()}
            found.append((self[name].label.text, labels.get(text, text)))
        return found

    def good_data(self) -> dict[str, Any]:
        """The values of the fields, where all of them are right; else none at all."""
        return dict(self.data) if self.validate() else {}


class Days(AddressForm):
    """From one day to another."""

    since = DateField("从", validators=[Maybe()])
    until = DateField("至", validators=[Maybe()])

    def validate_since(self, field: Field) -> None:
        """A day of our times."""
        if field.data and not EARLIEST <= field.data <= LATEST:
            raise ValidationError("请填写 1990 年至 2100 年之间的日期。")

    def validate_until(self, field: Field) -> None:
        """Not before the first day."""
        if field.data and not EARLIEST <= field.data <= LATEST:
            raise ValidationError("请填写 1990 年至 2100 年之间的日期。")
        if field.data and self.since.data and field.data < self.since.data:
            raise ValidationError("结束日期早于开始日期，请改正其中一个。")


HOLDER = (SelectChoice("", "全部"), SelectChoice("free", "无人认领"), SelectChoice("held", "由我认领"))
DUE = (SelectChoice("", "全部"), SelectChoice("overdue", "已超期"), SelectChoice("soon", "两个工作日内到期"))


class RowFilterForm(Days):
    """What the rows of a group are filtered by."""

    text = SearchField("姓名、身份证号、单位或计划名称", validators=[Length(max=60)])
    submitter = StringField("申报单位", validators=[Length(max=60)])
    submitter_id = IntegerField("申报单位编号", validators=[Maybe(), NumberRange(0, LARGEST)])
    region = StringField("申报单位地区", validators=[Maybe(), Regexp(r"\d{6}\Z", message="请选择地区。")])
    due = SelectField("办理期限", default="", choices=list(DUE))
    holder = SelectField("认领", default="", choices=list(HOLDER))
    sort = SelectField(
        "排序", default="", choices=[SelectChoice("", "先到的在前"), SelectChoice("newest", "后到的在前")]
    )


class FilterForm(Days):
    """What the groups of an inbox are filtered, folded and sorted by."""

    text = SearchField("培训班、计划或基地名称", validators=[Length(max=60)])
    kind = SelectField("事项类型", default="", choices=[ALL])
    node = SelectField("环节", default="", choices=[ALL])
    submitter = StringField("申报单位", validators=[Length(max=60)])
    submitter_id = IntegerField("申报单位编号", validators=[Maybe(), NumberRange(0, LARGEST)])
    region = SelectField("申报单位地区", default="", choices=[ALL])
    due = SelectField("办理期限", default="", choices=list(DUE))
    holder = SelectField("认领", default="", choices=list(HOLDER))
    year = IntegerField("年度", validators=[Maybe(), NumberRange(1990, 2100)])
    fold = SelectField(
        "归并",
        default="",
        choices=[
            SelectChoice("", "按培训班、基地"),
            SelectChoice("task", "按事项类型和环节"),
            SelectChoice("submitter", "按申报单位"),
        ],
    )
    sort = SelectField(
        "排序",
        default="",
        choices=[
            SelectChoice("", "按培训班、基地"),
            SelectChoice("oldest", "等待最久的在前"),
            SelectChoice("newest", "新到的在前"),
        ],
    )

    def offer(
        self,
        kinds: Iterable[tuple[str, str]],
        nodes: Iterable[tuple[str, str]],
        regions: Iterable[tuple[str, str]],
    ) -> "FilterForm":
        """Fill the selects with what the reader may ask for."""
        for field, offered in ((self.kind, kinds), (self.node, nodes), (self.region, regions)):
            field.choices = [ALL, *(SelectChoice(value, label) for value, label in offered)]
        return self


class DecidedFilterForm(Days):
    """What the list of decisions is filtered by."""

    whose = SelectField(
        "办理人", default="", choices=[SelectChoice("", "我本人"), SelectChoice("all", "本单位全部")]
    )
    kind = SelectField("事项类型", default="", choices=[ALL])
    outcome = SelectField("结论", default="", choices=[ALL])
    text = SearchField("学员、培训班、计划等名称", validators=[Length(max=60)])

    def offer(self, kinds: Iterable[tuple[str, str]], outcomes: Iterable[tuple[str, str]]) -> "DecidedFilterForm":
        """Fill the selects."""
        self.kind.choices = [ALL, *(SelectChoice(value, label) for value, label in kinds)]
        self.outcome.choices = [ALL, *(SelectChoice(value, label) for value, label in outcomes)]
        return self


def _text(value: Any) -> str:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)
