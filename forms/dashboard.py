"""What 办理分析 is asked: all of it is part of the address."""

from wtforms import IntegerField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import NumberRange
from wtforms.validators import Optional as Maybe

from forms.inbox_filter import LARGEST, AddressForm


class DashboardForm(AddressForm):
    """Period, whose, what colours the diagram, page."""

    period = SelectField(
        "时段",
        default="month",
        choices=[
            SelectChoice("month", "本月"),
            SelectChoice("last_month", "上月"),
            SelectChoice("quarter", "本季度"),
            SelectChoice("year", "本年"),
            SelectChoice("last_year", "上年"),
        ],
    )
    organization = IntegerField("单位", validators=[Maybe(), NumberRange(1, LARGEST)])
    heat = SelectField(
        "颜色",
        default="days",
        choices=[SelectChoice("days", "按平均等待时间"), SelectChoice("count", "按在办件数")],
    )
    after = IntegerField("翻页", validators=[Maybe(), NumberRange(1, LARGEST)])
