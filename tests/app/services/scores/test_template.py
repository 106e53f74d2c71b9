"""The template that people fill in."""

import io

import pytest
from openpyxl import load_workbook

from app.errors import NotFound
from app.services.scores.template import template_file
from tests.factories import make_base, make_class


def test_the_template_names_its_class_and_keeps_id_numbers_as_text(session, chain):
    name, content = template_file(session, chain.training_class.id, by=chain.base_member)

    book = load_workbook(io.BytesIO(content))
    sheet = book["学员成绩"]
    assert chain.training_class.name in name
    assert chain.training_class.name in sheet["A1"].value
    assert [cell.value for cell in sheet[2]] == ["序号", "姓名*", "身份证号*", "成绩*", "备注", "培训班编号"]
    assert [cell.value for cell in sheet[3]] == [1, None, None, None, None, str(chain.training_class.id)]
    assert sheet["C3"].number_format == sheet["C302"].number_format == sheet["C3000"].number_format == "@"
    assert sheet.column_dimensions["C"].number_format == "@"


def test_the_notes_say_what_is_asked(session, chain):
    _, content = template_file(session, chain.training_class.id, by=chain.base_member)

    notes = "".join(str(row[0].value) for row in load_workbook(io.BytesIO(content))["填写说明"].iter_rows())
    for said in (chain.training_class.name, "文本格式", "0-100", "合并单元格", "合格线"):
        assert said in notes


def test_another_bases_class_has_no_template_here(session, chain):
    other = make_class(session, base=make_base(session))

    with pytest.raises(NotFound):
        template_file(session, other.id, by=chain.base_member)
