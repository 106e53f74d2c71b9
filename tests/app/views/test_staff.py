"""The people of a base as its members meet them: through their pages."""

from io import BytesIO

import pytest
from sqlalchemy import select

from models import Staff
from tests.app.conftest import page_text, sign_in
from tests.app.services.organization.test_staff_import import LI, WANG, book_of
from tests.factories import make_base, make_member, make_staff

GOOD = {
    "name": "王老师",
    "kind": "full_time",
    "education": "硕士研究生",
    "title": "副教授",
    "specialty": "人工智能",
}
LIST = "/organization/staff"


@pytest.fixture
def organization(session):
    return make_base(session)


@pytest.fixture
def base(client, session, organization):
    member = make_member(session, organization)
    session.commit()
    return sign_in(client, member)


def test_somebody_is_added_changed_and_deleted(base, session):
    assert "还没有人员" in page_text(base.get(LIST))
    base.get(f"{LIST}/new")
    assert base.post(f"{LIST}/new", data=GOOD).status_code == 303
    said = page_text(base.get(LIST))
    assert "已新增人员“王老师”。" in said
    assert "专职教师 1 人，兼职教师 0 人，管理人员 0 人" in said
    staff_id = session.scalars(select(Staff.id)).one()
    edit = f"{LIST}/{staff_id}/edit"
    assert 'value="副教授"' in base.get(edit).text
    assert base.post(edit, data=GOOD | {"name": "王教授"}).status_code == 303
    assert "王教授" in page_text(base.get(f"{LIST}/{staff_id}/delete"))
    assert base.post(f"{LIST}/{staff_id}/delete").status_code == 303
    assert "已删除人员“王教授”。" in page_text(base.get(LIST))
    assert base.get(edit).status_code == 404


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"name": " "}, "请填写姓名。"),
        ({"kind": ""}, "请选择人员类别。"),
        ({"education": ""}, "请选择学历。"),
        ({"title": "长" * 51}, "职称最多 50 字。"),
        ({"kind": "part_time"}, "兼职教师在其他单位任职，请填写其所在单位。"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_stays(base, change, sentence):
    base.get(f"{LIST}/new")
    answer = base.post(f"{LIST}/new", data=GOOD | change)
    assert answer.status_code == 422
    assert sentence in page_text(answer)
    assert "人工智能" in answer.text


def test_the_list_goes_on_behind_its_last_row(base, session, organization):
    for _ in range(51):
        make_staff(session, organization)
    session.commit()
    page = base.get(LIST)
    following = page.text.split('" rel="next"')[0].rsplit('"', 1)[1]
    assert "本页 1 人" in page_text(base.get(following))


def test_the_list_can_be_taken_along_when_there_is_one(base, session, organization):
    assert "导出名单" not in page_text(base.get(LIST))
    make_staff(session, organization)
    session.commit()
    assert "导出名单" in page_text(base.get(LIST))
    answer = base.get(f"{LIST}/staff.xlsx")
    assert answer.status_code == 200
    assert answer.data.startswith(b"PK")


def upload(base, content, **data):
    """Send a spreadsheet from the page of the import."""
    base.get(f"{LIST}/import")
    files = {"file": (content, "人员.xlsx"), **data}
    return base.post(f"{LIST}/import", data=files, content_type="multipart/form-data")


def test_many_are_imported_from_the_template(base):
    assert base.get(f"{LIST}/template.xlsx").data.startswith(b"PK")
    assert "批量导入" in page_text(base.get(LIST))
    assert upload(base, book_of(WANG, LI)).status_code == 303
    said = page_text(base.get(LIST))
    assert "导入成功：已新增 2 名人员。" in said
    assert "李老师" in said


def test_wrong_rows_are_shown_and_skipped_only_when_that_is_ticked(base):
    wrong = ["赵老师", "教师", *WANG[2:]]
    answer = upload(base, book_of(WANG, wrong))
    assert answer.status_code == 422
    said = page_text(answer)
    assert "没有导入任何人员：1 行有误，1 行正确。" in said
    assert "3 赵老师 人员类别 教师 人员类别请填写专职教师、兼职教师、管理人员之一" in said
    assert "还没有人员" in page_text(base.get(LIST))
    answer = upload(base, book_of(WANG, wrong), skip_wrong="y")
    assert answer.status_code == 200
    assert "已导入 1 人，跳过有误的 1 行。" in page_text(answer)
    assert "赵老师" not in page_text(base.get(LIST))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"%PDF-1.7\n", "这是 PDF 文件，不是表格"), (b"", "文件是空的")],
)
def test_what_is_no_spreadsheet_is_refused_beside_the_field(base, content, sentence):
    answer = upload(base, BytesIO(content))
    assert answer.status_code == 422
    assert sentence in page_text(answer)


def test_a_file_has_to_be_chosen(base):
    base.get(f"{LIST}/import")
    answer = base.post(f"{LIST}/import", data={})
    assert answer.status_code == 422
    assert "请选择要上传的人员表格。" in page_text(answer)
