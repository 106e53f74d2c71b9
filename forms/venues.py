"""A venue of a training base."""

from wtforms import IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange

from forms.form import BaseForm, Required, choices_of
from forms.numbers import number_field
from models import Ownership, VenueKind

MOST_SEATS = 10_000
SEATS = f"座位数应为 0 至 {MOST_SEATS} 之间的整数，没有座位的填 0。"


class VenueForm(BaseForm):
    """Adding and changing one."""

    name = StringField("场地名称", validators=[Required(), Length(max=60, message="场地名称最多 60 字。")])
    kind = SelectField("场地类型", choices=choices_of(VenueKind), validators=[Required()])
    area = number_field("面积（㎡）", "0.1", "999999")
    seats = IntegerField("座位数", validators=[InputRequired(SEATS), NumberRange(0, MOST_SEATS, message=SEATS)])
    ownership = RadioField("使用权", choices=choices_of(Ownership), validators=[Required()])
    equipment = TextAreaField("主要设备", validators=[Length(max=500, message="主要设备最多 500 字。")])
