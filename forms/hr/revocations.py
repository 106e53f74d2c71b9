"""Searching qualified scores, and proposing to revoke some of them."""

from wtforms import IntegerField, SearchField, TextAreaField, ValidationError
from wtforms.fields import Field
from wtforms.validators import Length, NumberRange
from wtforms.validators import Optional as Maybe

from forms.base.subjects import FIRST_YEAR, LAST_YEAR
from forms.form import BaseForm, Required
from forms.inbox import NumbersField


class SearchForm(BaseForm):
    """What the list is searched for; it is part of the address, so it has no token."""

    class Meta(BaseForm.Meta):
        """Read from the address."""

        csrf = False

    learner = SearchField("姓名或完整身份证号", validators=[Length(max=60)])
    class_name = SearchField("培训班名称", validators=[Length(max=60)])
    base_name = SearchField("培训基地名称", validators=[Length(max=60)])
    year = IntegerField("继续教育年度", validators=[Maybe(), NumberRange(FIRST_YEAR, LAST_YEAR)])


class ProposeForm(BaseForm):
    """The ticked scores, and why they should not count."""

    ids = NumbersField("所选成绩", parts=1)
    reason = TextAreaField(
        "审验不通过的原因", validators=[Required(), Length(max=500, message="原因最多 500 字，请精简后再提交。")]
    )

    def validate_ids(self, field: Field) -> None:
        """Something must be chosen."""
        if not self.chosen:
            raise ValidationError("请至少勾选一条成绩。")

    @property
    def chosen(self) -> list[int]:
        """The ids of the scores that are meant."""
        return [id for (id,) in self.ids.data or ()]
