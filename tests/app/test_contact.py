import pytest

from app.contact import email_problem, mobile_problem, name_problem, phone_problem


@pytest.mark.parametrize("name", ["张三", "欧阳修文", "阿卜杜拉·买买提", "Li Ming", "㐀二"])
def test_names_of_people_are_names(name):
    assert name_problem(name) is None


@pytest.mark.parametrize("name", ["", "张", "张3<b>", "12", "长" * 51, "·张三", "张\x00三"])
def test_what_is_no_name_is_told(name):
    assert "姓名" in name_problem(name)


@pytest.mark.parametrize("phone", ["0371-65901234", "037165901234", "010-65901234", "65901234", "0371-6590123-801"])
def test_fixed_lines_may_have_an_area_and_an_extension(phone):
    assert phone_problem(phone) is None


@pytest.mark.parametrize(
    ("problem_of", "text"),
    [(mobile_problem, "23812345678"), (phone_problem, "0371"), (email_problem, "a@b"), (email_problem, "a b@c.cn")],
)
def test_what_cannot_be_reached_is_told(problem_of, text):
    assert problem_of(text)
