"""Choosing a class, entering a score, changing one."""

from wtforms import IntegerField, SearchField, StringField
from wtforms.validators import Length, NumberRange
from wtforms.validators import Optional as Maybe

from forms.form import BaseForm, Required

LARGEST = 2**63 - 1


class ListForm(BaseForm):
    """Which class, which of its learners, which page; it is part of the address, so it has no token."""

    class Meta(BaseForm.Meta):
        """Read from the address."""

        csrf = False

    class_id = IntegerField("培训班名称", validators=[Maybe(), NumberRange(1, LARGEST)])
    class_id_text = StringField("培训班名称", validators=[Length(max=120)])
    text = SearchField("姓名或完整身份证号", validators=[Length(max=60)])
    after = IntegerField("翻页", validators=[Maybe(), NumberRange(1, LARGEST)])
    before = IntegerField("翻页", validators=[Maybe(), NumberRange(0, LARGEST)])


class ChangeForm(BaseForm):
    """The fields of a score that may be changed; what they mean is for the service."""

    value = StringField("成绩", validators=[Required(), Length(max=20)])
    remark = StringField("备注", validators=[Length(max=500)])


class EntryForm(BaseForm):
    """One learner's score; the fields in the order in which they are typed."""

    resident_id = StringField("身份证号", validators=[Required(), Length(max=40)])
    value = StringField("成绩", validators=[Required(), Length(max=20)])
    remark = StringField("备注", validators=[Length(max=500)])
