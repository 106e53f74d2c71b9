"""机构管理: what all organisations are searched for, and a new HR department."""

from collections.abc import Iterable

from wtforms import RadioField, SearchField, SelectField, StringField, TelField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length

from forms.accounts import SearchForm
from forms.form import BaseForm, Required, choices_of
from forms.subordinates import SubordinateFilterForm
from models import OrganizationKind


class OrganizationFilterForm(SubordinateFilterForm):
    """By name or credit code, kind, region and state; `under` is the one whose own organisations are shown."""

    text = SearchField("单位名称或信用代码", validators=[Length(max=60)])
    kind = SelectField("单位类型", choices=[SelectChoice("", "全部"), *choices_of(OrganizationKind)], default="")


class RegionForm(SearchForm):
    """For which region an HR department is founded; it is part of the address."""

    region = SelectField("所属区域", validators=[Required()])

    def offer(self, regions: Iterable[tuple[str, str]]) -> "RegionForm":
        """Let these be chosen, by code and name."""
        self.region.choices = [SelectChoice("", "请选择"), *(SelectChoice(*one) for one in regions)]
        return self


class FoundingForm(BaseForm):
    """The department, and who becomes its super administrator."""

    name = StringField("部门名称", validators=[Required(), Length(max=100)])
    credit_code = StringField("统一社会信用代码", validators=[Required(), Length(max=40)])
    superior_id = SelectField("上级人社部门", coerce=str)
    contact_name = StringField("联系人", validators=[Required(), Length(max=50)])
    contact_phone = TelField("联系电话", validators=[Required(), Length(max=30)])
    is_user = RadioField(
        "已是本系统用户？", choices=[SelectChoice("no", "否"), SelectChoice("yes", "是")], default="no"
    )
    resident_id = StringField("身份证号", validators=[Required(), Length(max=60)])
    person = StringField("真实姓名", validators=[Required(), Length(max=100)])

    def offer(self, superiors: Iterable[tuple[int, str]]) -> "FoundingForm":
        """Let these be chosen as the superior; the topmost department has none."""
        self.superior_id.choices = [SelectChoice(str(id_), name) for id_, name in superiors]
        if not self.superior_id.choices:
            del self.superior_id
        return self
