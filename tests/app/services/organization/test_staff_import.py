"""People of a base from a spreadsheet: all rows, or the right ones when that was chosen, or nobody."""

from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook
from sqlalchemy import select

from app.errors import NotPermitted
from app.services.organization.staff import list_staff
from app.services.organization.staff_export import export_staff
from app.services.organization.staff_import import (
    NobodyInFile,
    StaffFileRefused,
    import_staff,
    template_file,
)
from app.services.organization.staff_rows import LAYOUT
from models import AuditEvent, StaffKind
from tests.factories import make_base, make_employer, make_member, make_staff

WANG = ["王老师", "专职教师", "硕士研究生", "副教授", "人工智能", None]
LI = ["李老师", "兼职教师", "博士研究生", "教授", "护理", "测试大学"]


def book_of(*rows, merged=""):
    """A filled template: the header in row 1 and these rows below."""
    book = Workbook()
    book.active.title = LAYOUT.title
    for row in ([column.title for column in LAYOUT.columns], *rows):
        book.active.append(list(row))
    if merged:
        book.active.merge_cells(merged)
    content = BytesIO()
    book.save(content)
    content.seek(0)
    return content


def names(session, by):
    return [row.name for row in list_staff(session, by=by).rows]


def problems(done):
    return [(row.number, one.column, one.reason) for row in done.wrong for one in row.problems]


@pytest.fixture
def base(session):
    return make_base(session)


@pytest.fixture
def member(session, base):
    return make_member(session, base)


def test_everybody_is_added_in_the_order_of_the_file_and_it_is_recorded(session, member):
    done = import_staff(session, book_of(WANG, LI), skip_wrong=False, by=member)
    assert (done.added, done.wrong) == (2, [])
    assert names(session, member) == ["王老师", "李老师"]
    assert list_staff(session, by=member).rows[1].kind is StaffKind.PART_TIME
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "staff:import")).one()
    assert event.detail == {"rows": 2, "skipped": 0}


@pytest.mark.parametrize(
    ("place", "cell", "column", "reason"),
    [
        (0, " ", "姓名", "请填写姓名"),
        (0, "长" * 51, "姓名", "最多 50 字，现有 51 字"),
        (1, None, "人员类别", "请选择人员类别"),
        (1, "教师", "人员类别", "专职教师、兼职教师、管理人员之一"),
        (1, "兼职教师", "所在单位", "请填写其所在单位"),
        (2, "硕士", "学历", "博士研究生、硕士研究生"),
        (3, "=1+1", "职称", "没有结果的公式"),
    ],
)
def test_a_wrong_row_is_named_by_number_column_and_cure_and_nobody_is_added(
    session, member, place, cell, column, reason
):
    wrong = [*WANG[:place], cell, *WANG[place + 1 :]]
    done = import_staff(session, book_of(LI, wrong), skip_wrong=False, by=member)
    [(number, named, said)] = problems(done)
    assert (number, named) == (3, column)
    assert reason in said
    assert (done.added, len(done.right)) == (0, 1)
    assert names(session, member) == []


def test_the_right_rows_are_added_when_that_was_chosen(session, member):
    done = import_staff(session, book_of(LI, [None, *WANG[1:]]), skip_wrong=True, by=member)
    assert (done.added, len(done.wrong)) == (1, 1)
    assert names(session, member) == ["李老师"]


def test_nobody_is_entered_twice_by_one_file_or_by_the_same_file_again(session, member):
    done = import_staff(session, book_of(WANG, LI, WANG), skip_wrong=True, by=member)
    assert done.added == 2
    assert problems(done)[0][0] == 4
    assert "与第2行完全相同" in problems(done)[0][2]
    again = import_staff(session, book_of(WANG, LI), skip_wrong=True, by=member)
    assert (again.added, len(again.wrong)) == (0, 2)
    assert "已在人员名单中" in problems(again)[0][2]


def test_merged_cells_are_wrong_in_every_row_they_touch(session, member):
    done = import_staff(session, book_of(WANG, LI, merged="C2:C3"), skip_wrong=True, by=member)
    assert [(number, column) for number, column, _ in problems(done)] == [(2, "学历"), (3, "学历")]


def test_the_list_of_another_base_does_not_matter_and_an_export_can_be_imported_there(session, base, member):
    import_staff(session, book_of(WANG, LI), skip_wrong=False, by=member)
    other = make_member(session, make_base(session))
    exported = BytesIO(export_staff(session, by=member))
    assert import_staff(session, exported, skip_wrong=False, by=other).added == 2
    assert names(session, other) == names(session, member)


def test_what_is_no_such_sheet_is_refused_with_the_cure(session, member):
    with pytest.raises(StaffFileRefused, match="CSV"):
        import_staff(session, BytesIO("姓名,学历\n王,中专\n".encode()), skip_wrong=True, by=member)
    with pytest.raises(NobodyInFile):
        import_staff(session, book_of(), skip_wrong=True, by=member)
    with pytest.raises(StaffFileRefused, match=r"1001 行数据，超过一次 1000 行"):
        import_staff(session, book_of(*[WANG] * 1_001), skip_wrong=True, by=member)


def test_the_template_has_the_columns_and_is_empty(session, member):
    content = template_file(by=member)
    head = next(load_workbook(BytesIO(content)).worksheets[0].iter_rows(values_only=True))
    assert [str(one).strip(" *") for one in head] == [column.title for column in LAYOUT.columns]
    with pytest.raises(NobodyInFile):
        import_staff(session, BytesIO(content), skip_wrong=False, by=member)


def test_only_a_base_imports_people_and_only_with_the_module(session, base):
    make_staff(session, base)
    for by in (make_member(session, make_employer(session)), make_member(session, base, modules=())):
        with pytest.raises(NotPermitted):
            import_staff(session, book_of(WANG), skip_wrong=False, by=by)
        with pytest.raises(NotPermitted):
            template_file(by=by)
