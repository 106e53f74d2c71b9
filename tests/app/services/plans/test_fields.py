"""What a plan may say: each rule is refused beside the field that it is about."""

from datetime import date

import pytest

from app.services.plans import refusals
from app.services.plans.edit import create_plan, edit_plan
from models import SubjectType
from tests.factories import make_base, make_hr, make_subject
from tests.planning import plan_something


@pytest.fixture
def planning(session):
    return plan_something(session)


def test_a_good_plan_is_kept_as_a_draft(session, planning):
    plan = create_plan(session, planning.fields(name="  合理用药　培训 "), by=planning.base_member)
    assert (plan.state.value, plan.name, plan.base_id) == ("draft", "合理用药 培训", planning.base.id)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"ends_on": date(2026, 2, 1)}, refusals.EndsBeforeStart),
        ({"year": 2025}, refusals.OutsideYear),
        ({"subject_type": SubjectType.PUBLIC}, refusals.SubjectOfOtherType),
        ({"subject_id": 10**15}, refusals.SubjectNotOffered),
    ],
)
def test_what_does_not_fit_is_refused(session, planning, changes, refusal):
    with pytest.raises(refusal):
        create_plan(session, planning.fields(**changes), by=planning.base_member)


def test_another_bases_subject_and_a_foreign_hr_departments_are_not_offered(session, planning):
    for subject in (
        make_subject(session, organization=make_base(session)),
        make_subject(session, organization=make_hr(session), kind=SubjectType.PUBLIC, year=2026),
    ):
        with pytest.raises(refusals.SubjectNotOffered):
            create_plan(session, planning.fields(subject_id=subject.id), by=planning.base_member)


def test_a_public_subject_is_for_its_year(session, planning):
    hr = session.get(type(planning.base), planning.base.hr_id)
    for year in (2025, 2026):
        subject = make_subject(session, organization=hr, kind=SubjectType.PUBLIC, year=year)
        fields = planning.fields(name=f"公需{year}", subject_type=SubjectType.PUBLIC, subject_id=subject.id)
        if year == 2026:
            assert create_plan(session, fields, by=planning.base_member).subject_id == subject.id
            continue
        with pytest.raises(refusals.SubjectOfOtherYear):
            create_plan(session, fields, by=planning.base_member)


def test_a_disabled_subject_cannot_be_chosen_and_stays_where_it_is(session, planning):
    planning.subject.is_enabled = False
    session.flush()
    with pytest.raises(refusals.SubjectNotOffered):
        create_plan(session, planning.fields(), by=planning.base_member)
    kept = edit_plan(session, planning.plan.id, planning.fields(people=7), by=planning.base_member)
    assert (kept.subject_id, kept.people) == (planning.subject.id, 7)


def test_a_name_is_given_once_a_year(session, planning):
    create_plan(session, planning.fields(), by=planning.base_member)
    with pytest.raises(refusals.PlanNameTaken):
        create_plan(session, planning.fields(), by=planning.base_member)
    with pytest.raises(refusals.PlanNameTaken):
        edit_plan(session, planning.plan.id, planning.fields(), by=planning.base_member)
