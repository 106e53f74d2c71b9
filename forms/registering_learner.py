"""A learner registers: the employer first, then himself."""

from typing import ClassVar

from wtforms import SearchField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length

from forms.accounts import SearchForm
from forms.learner.profile import LearnerProfileForm
from forms.registration import ApplicantContactForm, ApplicantForm


class EmployerSearchForm(SearchForm):
    """Which region, then which name."""

    region = SelectField("用人单位所属区域", validate_choice=False)
    text = SearchField("单位名称", validators=[Length(max=60)])

    def offer(self, regions: list[tuple[str, str]]) -> "EmployerSearchForm":
        """Fill the select."""
        self.region.choices = [SelectChoice("", "请选择"), *(SelectChoice(*one) for one in regions)]
        return self


class LearnerApplicantForm(ApplicantForm, LearnerProfileForm):
    """Who applies, and what he is."""

    asked_of_the_new: ClassVar[tuple[str, ...]] = ("name", "mobile", "email")


class CorrectLearnerForm(LearnerProfileForm, ApplicantContactForm):
    """What may be corrected of a returned one; the number is the account and stays."""

    comment = TextAreaField("修改说明", validators=[Length(max=500)])
