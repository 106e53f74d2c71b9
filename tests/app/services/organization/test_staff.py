"""The people of a base: kept by its own members, and by nobody else."""

from dataclasses import replace
from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from app.errors import NotFound, NotPermitted
from app.services.organization import staff_export
from app.services.organization.staff import (
    EmployerNameMissing,
    StaffFields,
    StaffListed,
    add_staff,
    count_staff,
    delete_staff,
    edit_staff,
    find_staff,
    list_staff,
)
from models import AuditEvent, StaffKind
from tests.factories import make_base, make_employer, make_member, make_staff
from tests.statements import statements

FIELDS = StaffFields("王老师", StaffKind.FULL_TIME, "硕士研究生", "副教授", "人工智能")


@pytest.fixture
def base(session):
    return make_base(session)


@pytest.fixture
def member(session, base):
    return make_member(session, base)


def test_somebody_is_added_changed_and_deleted_and_all_of_it_is_recorded(session, member):
    person = add_staff(session, FIELDS, by=member)
    assert [row.name for row in list_staff(session, by=member).rows] == ["王老师"]
    edit_staff(session, person.id, replace(FIELDS, kind=StaffKind.MANAGER, title="教授"), by=member)
    session.expire_all()
    assert (person.kind, person.title) == (StaffKind.MANAGER, "教授")
    assert delete_staff(session, person.id, by=member) == "王老师"
    assert list_staff(session, by=member).rows == []
    done = session.scalars(select(AuditEvent.action).order_by(AuditEvent.id)).all()
    assert done[-3:] == ["staff:add", "staff:edit", "staff:delete"]


def test_the_same_row_is_not_entered_twice_but_a_namesake_is(session, member):
    add_staff(session, FIELDS, by=member)
    with pytest.raises(StaffListed, match="王老师"):
        add_staff(session, replace(FIELDS, name=" 王老师 "), by=member)
    namesake = add_staff(session, replace(FIELDS, specialty="护理"), by=member)
    with pytest.raises(StaffListed):
        edit_staff(session, namesake.id, FIELDS, by=member)
    assert namesake.specialty == "护理"
    edit_staff(session, namesake.id, replace(FIELDS, specialty="护理"), by=member)


def test_of_who_teaches_part_time_it_is_said_where_he_works(session, member):
    guest = replace(FIELDS, kind=StaffKind.PART_TIME)
    with pytest.raises(EmployerNameMissing):
        add_staff(session, replace(guest, employer_name=" "), by=member)
    assert add_staff(session, replace(guest, employer_name="测试大学"), by=member).employer_name == "测试大学"


def test_pages_follow_each_other_and_every_kind_is_counted(session, base, member):
    people = [make_staff(session, base) for _ in range(3)]
    make_staff(session, make_base(session), kind=StaffKind.MANAGER)
    first = list_staff(session, by=member, limit=2)
    second = list_staff(session, by=member, limit=2, after=int(first.next_after))
    assert [row.id for row in (*first.rows, *second.rows)] == [person.id for person in reversed(people)]
    assert second.next_after is None
    assert count_staff(session, by=member) == {
        StaffKind.FULL_TIME: 3,
        StaffKind.PART_TIME: 0,
        StaffKind.MANAGER: 0,
    }


def test_another_base_finds_and_changes_nobody(session, base):
    person = make_staff(session, base)
    other = make_member(session, make_base(session))
    for refused in (
        lambda: find_staff(session, person.id, by=other),
        lambda: edit_staff(session, person.id, FIELDS, by=other),
        lambda: delete_staff(session, person.id, by=other),
    ):
        with pytest.raises(NotFound):
            refused()


def test_whom_a_colleague_deleted_meanwhile_is_gone(session, base, member):
    staff_id = make_staff(session, base).id
    delete_staff(session, staff_id, by=make_member(session, base))
    with pytest.raises(NotFound):
        edit_staff(session, staff_id, FIELDS, by=member)
    with pytest.raises(NotFound):
        delete_staff(session, staff_id, by=member)


def test_only_a_base_keeps_people_and_only_with_the_module(session, base):
    for by in (make_member(session, make_employer(session)), make_member(session, base, modules=())):
        with pytest.raises(NotPermitted):
            add_staff(session, FIELDS, by=by)
        with pytest.raises(NotPermitted):
            list_staff(session, by=by)


def test_the_list_is_one_statement(session, base, member):
    make_staff(session, base)
    with statements() as sent:
        list_staff(session, by=member)
    assert len(sent) == 1


def test_the_export_has_everybody_no_formula_and_is_written_down(session, base, member):
    make_staff(session, base, name="=1+1")
    make_staff(session, base, name="王老师", title="副教授")
    make_staff(session, make_base(session))
    sheet = load_workbook(BytesIO(staff_export.export_staff(session, by=member))).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0] == ("姓名", "人员类别", "学历", "职称", "专业或任教科目", "所在单位")
    assert [row[0] for row in rows[1:]] == ["王老师", "=1+1"]
    assert sheet["A3"].data_type == "s"
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "staff:export")).one()
    assert event.detail == {"rows": 2}


def test_more_than_a_file_holds_is_refused(session, base, member, monkeypatch):
    monkeypatch.setattr(staff_export, "MOST", 1)
    for _ in range(2):
        make_staff(session, base)
    with pytest.raises(staff_export.TooManyPeople, match="超过1人"):
        staff_export.export_staff(session, by=member)
