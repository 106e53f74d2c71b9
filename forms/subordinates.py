"""The organisations below: what they are searched for, and why one is disabled."""

from collections.abc import Sequence

from wtforms import IntegerField, SearchField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, NumberRange, Optional

from forms.accounts import SearchForm
from forms.form import BaseForm, Required
from models import OrganizationKind

KINDS = (OrganizationKind.EMPLOYER, OrganizationKind.BASE, OrganizationKind.COMPETENT, OrganizationKind.HR)
LARGEST = 2**63 - 1


class SubordinateFilterForm(SearchForm):
    """By name, kind, region and state; `under` is the one whose own organisations below are shown."""

    under = IntegerField("上级", validators=[Optional(), NumberRange(1, LARGEST)])
    text = SearchField("单位名称", validators=[Length(max=60)])
    kind = SelectField(
        "单位类型",
        choices=[SelectChoice("", "全部"), *(SelectChoice(one.value, one.label) for one in KINDS)],
        default="",
    )
    region = SelectField("所属区域", default="")
    state = SelectField(
        "状态",
        choices=[SelectChoice("", "全部"), SelectChoice("on", "启用"), SelectChoice("off", "已停用")],
        default="",
    )
    scope = SelectField("范围", choices=[SelectChoice("", "直属下级"), SelectChoice("all", "全部下级")], default="")

    def offer(self, regions: Sequence[tuple[str, str]]) -> "SubordinateFilterForm":
        """Fill the select of regions."""
        self.region.choices = [SelectChoice("", "全部"), *(SelectChoice(*one) for one in regions)]
        return self


class ReassignForm(BaseForm):
    """Who takes over what waits at an organisation, and why."""

    receiver = StringField("接收单位名称或统一社会信用代码", validators=[Required(), Length(max=100)])
    reason = TextAreaField("移交原因", validators=[Required(), Length(max=200, message="原因最多 200 字。")])


class EnableForm(BaseForm):
    """Why an organisation is disabled, or enabled again."""

    reason = TextAreaField("原因", validators=[Required(), Length(max=200, message="原因最多 200 字。")])
