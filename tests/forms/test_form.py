import pytest
from flask import Flask
from wtforms import IntegerField, PasswordField, SelectField, StringField
from wtforms.validators import NumberRange

from forms.form import BaseForm, Required, choices_of
from models import UserType


class Questions(BaseForm):
    name = StringField("姓名", validators=[Required()], filters=[str.upper])
    secret = PasswordField("密码", validators=[Required()])
    age = IntegerField("年龄", validators=[NumberRange(min=18)])
    kind = SelectField("用户类型", choices=choices_of(UserType), validators=[Required()])


@pytest.fixture
def filled():
    app = Flask(__name__)
    app.config.update(SECRET_KEY="test", WTF_CSRF_ENABLED=False)

    def fill(**fields):
        with app.test_request_context(method="POST", data=fields):
            form = Questions()
            form.validate()
            return form

    return fill


RIGHT = {"name": "ab", "secret": "x", "age": "20", "kind": "hr"}


def test_what_is_filled_in_is_taken(filled):
    assert filled(**RIGHT).errors == {}


def test_blanks_at_the_ends_of_a_text_are_taken_away_after_its_own_filters(filled):
    assert filled(**RIGHT | {"name": "  ab  "}).name.data == "AB"


def test_blanks_of_a_password_are_part_of_it(filled):
    assert filled(**RIGHT | {"secret": " x "}).secret.data == " x "


@pytest.mark.parametrize("blank", ["", "   ", "\u3000"])
def test_a_required_field_names_itself_and_a_blank_is_not_enough(filled, blank):
    assert filled(**RIGHT | {"name": blank}).errors == {"name": ["请填写姓名。"]}


def test_a_select_field_asks_to_choose(filled):
    assert filled(**RIGHT | {"kind": ""}).errors == {"kind": ["请选择用户类型。"]}


def test_the_messages_of_the_library_are_in_chinese(filled):
    found = filled(**RIGHT | {"age": "3"}).errors["age"][0]
    assert "18" in found
    assert not found.isascii()


def test_choices_are_the_values_of_the_enum_by_their_labels(filled):
    first = choices_of(UserType)[0]
    assert (first.value, first.label) == ("learner", "专业技术人员")


def test_a_refusal_of_a_service_stands_beside_its_field(filled):
    form = filled(**RIGHT)
    form.refuse("name", "不认识这个人。")
    assert form.errors == {"name": ["不认识这个人。"]}
