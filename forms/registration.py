"""The guide's 注册 in three steps, the progress of a registration, and its correction."""

from typing import Any, ClassVar

from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    EmailField,
    PasswordField,
    RadioField,
    StringField,
    TelField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length

from forms.auth import LONGEST_PASSWORD
from forms.form import BaseForm, Required


class CodeForm(BaseForm):
    """Step 1: the code and the scan of its certificate."""

    credit_code = StringField(
        "统一社会信用代码或法人机构代码",
        description="18位统一社会信用代码，或9位组织机构代码，与证件一致。",
        validators=[Required(), Length(max=40)],
    )
    file = FileField("证件扫描件")


class OrganizationForm(BaseForm):
    """Step 2: what the organisation says of itself. A kind deletes the fields that it does not have."""

    organization_name = StringField("机构名称", validators=[Required(), Length(max=100)])
    level = StringField("培训机构级别", validators=[Length(max=20)])
    level_text = StringField("培训机构级别名称", validators=[Length(max=20)])
    industry_code = StringField("所属行业", validators=[Length(max=20)])
    industry_code_text = StringField("所属行业名称", validators=[Length(max=60)])
    hr_id = StringField("同级人社部门", validators=[Length(max=20)])
    hr_id_text = StringField("同级人社部门全称", validators=[Length(max=100)])
    competent_id = StringField("主管部门", validators=[Length(max=20)])
    competent_id_text = StringField("主管部门全称", validators=[Length(max=100)])
    superior_id = StringField("上级单位", validators=[Length(max=20)])
    superior_id_text = StringField("上级单位全称", validators=[Length(max=100)])
    contact_name = StringField("联系人", validators=[Required(), Length(max=50)])
    contact_phone = TelField("联系电话", validators=[Required(), Length(max=30)])
    legal_representative = StringField("法定代表人", validators=[Length(max=50)])
    address = StringField("地址", validators=[Length(max=200)])
    summary = TextAreaField("机构简介", validators=[Length(max=2000)])


class ApplicantContactForm(BaseForm):
    """How the applicant can be reached; who is a user already keeps his contact elsewhere."""

    mobile = TelField("手机号码", validators=[Length(max=40)])
    email = EmailField("电子邮箱", validators=[Length(max=120)])
    phone = TelField("固定电话", validators=[Length(max=40)])


class CorrectRegistrationForm(OrganizationForm, ApplicantContactForm):
    """Everything of an organisation's registration that was returned, its code and scan too."""

    credit_code = StringField("统一社会信用代码或法人机构代码", validators=[Required(), Length(max=40)])
    file = FileField("更换证件扫描件")
    comment = TextAreaField("修改说明", validators=[Length(max=500)])


class CaptchaForm(BaseForm):
    """A form for people who are not signed in; the view takes the captcha away where the settings say so."""

    captcha = StringField("验证码", validators=[Required(), Length(max=20)])


class ApplicantForm(CaptchaForm, ApplicantContactForm):
    """Step 3: who applies; somebody who is a user already says no more than his number and password."""

    asked_of_the_new: ClassVar[tuple[str, ...]] = ("name", "mobile")

    is_user = RadioField(
        "已是本系统用户？", choices=[SelectChoice("no", "否"), SelectChoice("yes", "是")], default="no"
    )
    resident_id = StringField("身份证号", validators=[Required(), Length(max=60)])
    password = PasswordField("密码", validators=[Required(), Length(max=LONGEST_PASSWORD)])
    again = PasswordField("确认密码", validators=[Length(max=LONGEST_PASSWORD)])
    name = StringField("真实姓名", validators=[Length(max=100)])
    privacy = BooleanField("我已阅读并同意个人信息处理说明", validators=[Required()])

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask a new person for the rest."""
        good = bool(super().validate(extra_validators))
        if self.is_user.data == "yes":
            return good
        for name in self.asked_of_the_new:
            if not self[name].data and not self[name].errors:
                self.refuse(name, f"请填写{self[name].label.text}。")
        if self.password.data != self.again.data:
            self.refuse("again", "两次输入的密码不一致，请重新输入。")
        return good and not self.errors


class ProgressForm(CaptchaForm):
    """Whose registration."""

    name = StringField("真实姓名", validators=[Required(), Length(max=100)])
    resident_id = StringField("身份证号", validators=[Required(), Length(max=60)])
    password = PasswordField("密码", validators=[Required(), Length(max=LONGEST_PASSWORD)])


class WithdrawRegistrationForm(BaseForm):
    """Taking it back; why is not asked."""
