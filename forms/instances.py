"""Filtering what was submitted, taking an instance back, correcting a returned one."""

from collections.abc import Iterable

from wtforms import IntegerField, SearchField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, NumberRange
from wtforms.validators import Optional as Maybe

from forms.form import BaseForm, Required

PLACES = (
    ("", "全部"),
    ("employer", "待单位审核"),
    ("competent", "待主管部门审核"),
    ("superior", "待上级审核"),
    ("hr", "待人社审核"),
    ("returned", "已退回"),
    ("overdue", "办理超期"),
    ("approved", "已通过"),
    ("rejected", "不予通过"),
    ("revoked", "已撤销"),
    ("withdrawn", "已撤回"),
    ("abandoned", "已放弃申报"),
)


class SubmittedFilterForm(BaseForm):
    """What the list of submissions is filtered by; it is part of the address, so it has no token."""

    class Meta(BaseForm.Meta):
        """Read from the address."""

        csrf = False

    kind = SelectField("事项类型", choices=[SelectChoice("", "全部")], default="")
    state = SelectField(
        "当前状态", choices=[SelectChoice(*place) for place in PLACES], default="", validate_choice=True
    )
    class_id = IntegerField("培训班", validators=[Maybe(), NumberRange(1, 2**63 - 1)])
    text = SearchField("学员、培训班、计划等名称", validators=[Length(max=60)])

    def offer(self, kinds: Iterable[tuple[str, str]]) -> "SubmittedFilterForm":
        """Fill the select of processes with what the reader may look through."""
        self.kind.choices = [
            SelectChoice("", "全部"),
            *(SelectChoice(str(kind), name) for kind, name in kinds),
        ]
        return self


class WithdrawForm(BaseForm):
    """Taking back what nobody has decided yet."""

    reason = TextAreaField(
        "撤回原因", validators=[Required(), Length(max=500, message="撤回原因最多 500 字，请精简后再提交。")]
    )


class CorrectForm(BaseForm):
    """Correcting a returned score and submitting it again."""

    value = StringField("成绩", validators=[Required(), Length(max=10)])
    remark = TextAreaField("备注", validators=[Length(max=200, message="备注最多 200 字，请精简后再提交。")])
    comment = TextAreaField(
        "更正说明", validators=[Length(max=500, message="更正说明最多 500 字，请精简后再提交。")]
    )


class GiveUpForm(BaseForm):
    """Giving up a returned item."""

    comment = TextAreaField(
        "放弃原因", validators=[Required(), Length(max=500, message="放弃原因最多 500 字，请精简后再提交。")]
    )
