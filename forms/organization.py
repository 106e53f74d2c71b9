"""The profile of an organisation."""

from collections.abc import Mapping, Sequence

from flask_wtf.file import FileField
from wtforms import SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Regexp

from forms.form import BaseForm, Required

OFFICE_LINE = r"(0\d{2,3}-?)?\d{7,8}(-\d{1,6})?|1\d{10}"


class ProfileForm(BaseForm):
    """What takes effect as soon as it is saved."""

    contact_name = StringField("联系人", validators=[Required(), Length(max=50, message="联系人最多 50 字。")])
    contact_phone = StringField(
        "联系电话",
        validators=[
            Required(),
            Regexp(f"^({OFFICE_LINE})$", message="联系电话应为固定电话或手机号码，例如 0371-65901234。"),
        ],
    )
    legal_representative = StringField("法定代表人", validators=[Length(max=50, message="法定代表人最多 50 字。")])
    address = StringField("地址", validators=[Length(max=200, message="地址最多 200 字。")])
    industry_code = SelectField("所属行业", validate_choice=False)
    summary = TextAreaField("单位简介", validators=[Length(max=500, message="单位简介最多 500 字。")])

    def offer(self, industries: Sequence[tuple[str, str]]) -> "ProfileForm":
        """Fill the select of industries."""
        self.industry_code.choices = [SelectChoice("", "请选择"), *(SelectChoice(*one) for one in industries)]
        return self


class ChangeForm(BaseForm):
    """Another name or credit code, which the superior has to approve."""

    name = StringField("新单位名称", validators=[Required(), Length(max=100, message="新单位名称最多 100 字。")])
    credit_code = StringField(
        "新统一社会信用代码", validators=[Required(), Length(max=40, message="新统一社会信用代码应为 18 位。")]
    )
    reason = TextAreaField("变更原因", validators=[Required(), Length(max=500, message="变更原因最多 500 字。")])
    file = FileField("证书扫描件")
    comment = TextAreaField("修改说明", validators=[Length(max=500, message="修改说明最多 500 字。")])


class SuperiorForm(BaseForm):
    """Another superior, which the present one and the new one have to approve; as in a registration."""

    hr_id = StringField("同级人社部门", validators=[Length(max=20)])
    hr_id_text = StringField("同级人社部门全称", validators=[Length(max=100)])
    competent_id = StringField("主管部门", validators=[Length(max=20)])
    competent_id_text = StringField("主管部门全称", validators=[Length(max=100)])
    superior_id = StringField("上级单位", validators=[Length(max=20)])
    superior_id_text = StringField("上级单位全称", validators=[Length(max=100)])
    reason = TextAreaField("变更原因", validators=[Required(), Length(max=500, message="变更原因最多 500 字。")])
    comment = TextAreaField("修改说明", validators=[Length(max=500, message="修改说明最多 500 字。")])

    def offer(self, choices: Mapping[str, tuple[str, str]], *, fresh: bool) -> "SuperiorForm":
        """Keep the choosers named here alone; where the page is fresh, they show what stands there."""
        for what in ("hr", "competent", "superior"):
            if what not in choices:
                del self[f"{what}_id"], self[f"{what}_id_text"]
            elif fresh:
                self[f"{what}_id"].data, self[f"{what}_id_text"].data = choices[what]
        return self
