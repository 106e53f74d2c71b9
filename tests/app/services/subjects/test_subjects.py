"""The professional subjects of a base, and the public ones that it may read."""

from decimal import Decimal

import pytest

from app.errors import NotFound
from app.services.subjects.edit import SubjectFields, SubjectNameTaken, add_subject, edit_subject, enable_subject
from app.services.subjects.list import choosable, find_own, list_own, list_public
from models import SubjectType
from tests.factories import make_base, make_hr, make_member, make_subject

FIELDS = SubjectFields("急危重症护理", 2026, Decimal(10), "护理人员")


@pytest.fixture
def base(session):
    return make_base(session)


@pytest.fixture
def member(session, base):
    return make_member(session, base)


def test_an_added_subject_is_in_the_list_and_may_be_chosen(session, member):
    added = add_subject(session, FIELDS, by=member)
    assert [(row.name, row.year, row.hours) for row in list_own(session, by=member)] == [
        ("急危重症护理", 2026, Decimal(10))
    ]
    assert [one.id for one in choosable(session, by=member)] == [added.id]


def test_a_name_is_given_once_a_year(session, member):
    first = add_subject(session, FIELDS, by=member)
    with pytest.raises(SubjectNameTaken, match="2026"):
        add_subject(session, FIELDS, by=member)
    edit_subject(session, first.id, FIELDS, by=member)
    add_subject(session, SubjectFields(FIELDS.name, 2027, FIELDS.hours), by=member)


def test_a_disabled_one_is_no_choice_but_for_what_has_it(session, member):
    subject = add_subject(session, FIELDS, by=member)
    enable_subject(session, subject.id, enabled=False, by=member)
    assert choosable(session, by=member) == []
    assert [one.id for one in choosable(session, by=member, keep=subject.id)] == [subject.id]
    enable_subject(session, subject.id, enabled=True, by=member)
    assert [one.id for one in choosable(session, by=member)] == [subject.id]


def test_another_bases_subject_is_not_there(session, member):
    other = make_subject(session)
    for act in (
        lambda: find_own(session, other.id, by=member),
        lambda: edit_subject(session, other.id, FIELDS, by=member),
        lambda: enable_subject(session, other.id, enabled=False, by=member),
    ):
        with pytest.raises(NotFound):
            act()


def test_public_subjects_come_from_the_departments_above_by_year(session):
    province = make_hr(session)
    county = make_hr(session, superior=province)
    member = make_member(session, make_base(session, hr=county))
    above = make_subject(session, organization=province, kind=SubjectType.PUBLIC, year=2026)
    make_subject(session, organization=county, kind=SubjectType.PUBLIC, year=2025)
    make_subject(session, organization=make_hr(session), kind=SubjectType.PUBLIC, year=2026)
    assert [row.id for row in list_public(session, year=2026, by=member)] == [above.id]
    assert len(list_public(session, year=None, by=member)) == 2
