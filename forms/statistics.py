"""What statistics are filtered by: all of it is part of the address."""

from wtforms import IntegerField, SearchField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, NumberRange, Regexp
from wtforms.validators import Optional as Maybe

from forms.base.scores import LARGEST
from forms.form import BaseForm


class StatisticsForm(BaseForm):
    """Year, region, page; for an employer also whom of its people to show."""

    class Meta(BaseForm.Meta):
        """Read from the address."""

        csrf = False

    year = IntegerField("年度", validators=[Maybe(), NumberRange(2000, 2100)])
    region = StringField("地区", validators=[Maybe(), Regexp(r"\d{6}\Z")])
    progress = SelectField(
        "完成情况",
        default="",
        choices=[SelectChoice("", "全部"), SelectChoice("missing", "未达标"), SelectChoice("reached", "已达标")],
    )
    text = SearchField("姓名", validators=[Length(max=60)])
    after = IntegerField("翻页", validators=[Maybe(), NumberRange(1, LARGEST)])
