"""The public subjects that an HR department keeps for a year."""

from decimal import Decimal

import pytest

from app.errors import NotFound, NotPermitted
from app.services.subjects.edit import SubjectFields, SubjectNameTaken, add_subject, edit_subject, enable_subject
from app.services.subjects.kept import find_kept, list_kept
from app.services.subjects.list import choosable
from models import SubjectType
from tests.factories import make_base, make_hr, make_member

FIELDS = SubjectFields("人工智能通识", 2026, Decimal(12))


def test_what_a_department_publishes_its_bases_may_choose_until_it_is_disabled(session):
    hr = make_hr(session)
    member, base_member = make_member(session, hr), make_member(session, make_base(session, hr=hr))
    subject = add_subject(session, FIELDS, by=member)
    assert subject.type is SubjectType.PUBLIC
    assert [one.id for one in choosable(session, by=base_member)] == [subject.id]
    enable_subject(session, subject.id, enabled=False, by=member)
    assert choosable(session, by=base_member) == []
    assert [one.is_enabled for one in list_kept(session, by=member).rows] == [False]


def test_they_are_listed_by_year_and_a_name_is_given_once_a_year(session):
    member = make_member(session, make_hr(session))
    add_subject(session, FIELDS, by=member)
    with pytest.raises(SubjectNameTaken, match="2026年度已有名为“人工智能通识”的公需科目"):
        add_subject(session, FIELDS, by=member)
    assert list_kept(session, year=2025, by=member).rows == []
    assert len(list_kept(session, year=2026, by=member).rows) == 1


def test_another_department_finds_and_changes_none_of_it(session):
    subject = add_subject(session, FIELDS, by=make_member(session, make_hr(session)))
    other = make_member(session, make_hr(session))
    for refused in (
        lambda: find_kept(session, subject.id, by=other),
        lambda: edit_subject(session, subject.id, FIELDS, by=other),
        lambda: enable_subject(session, subject.id, enabled=False, by=other),
    ):
        with pytest.raises(NotFound):
            refused()


def test_without_the_module_nothing_is_kept(session):
    with pytest.raises(NotPermitted):
        add_subject(session, FIELDS, by=make_member(session, make_hr(session), modules=()))
