"""An organisation goes under another superior once both have agreed, and only while nothing of it is on its way."""

import pytest

from app.errors import NotFound, NotPermitted
from app.items.organization_move import StillInFlight, SuperiorUnfit
from app.services.approvals import decide, start, withdraw
from app.services.instances.read import read_instance
from app.services.organization.refusals import (
    ChangeNotReturned,
    ChangeUnderWay,
    ReasonMissing,
    SameSuperior,
    SuperiorBeneath,
    SuperiorKept,
    SuperiorTooLow,
)
from app.services.organization.superior import correct_superior, find_movable, present_choices, request_superior
from app.services.organization.under_way import find_under_way
from app.services.registration.refusals import WrongField
from app.services.transfers.request import request_transfer
from models import ChangeKind, ChangeState, Level
from tests.factories import (
    learner_actor,
    make_base,
    make_change,
    make_class,
    make_competent,
    make_employer,
    make_hr,
    make_learner,
    make_member,
    make_plan,
    make_score,
)
from tests.factories.moving import superior_fields
from tests.moving import move_something


@pytest.fixture
def moving(session):
    return move_something(session)


def place(moving, organization=None):
    moving.session.expire_all()
    one = organization or moving.base
    return one.superior_id, one.hr_id, one.competent_id, one.region_code


def submitted_plan(moving, base=None, by=None):
    plan = make_plan(moving.session, base=base or moving.base)
    assert start(moving.session, "training_plan", [plan.id], by=by or moving.base_member)[0].ok


def declared_score(moving):
    """Of a learner of the employer, by a base elsewhere."""
    session = moving.session
    base = make_base(session, hr=moving.other_hr)
    by = make_member(session, base)
    learner = make_learner(session, employer=moving.employer)
    score = make_score(session, make_class(session, base=base), learner, value=85, entered_by=by)
    assert start(session, "score_declaration", [score.id], by=by)[0].ok


def test_both_superiors_agree_and_the_organisation_is_below_the_new_one(moving):
    before, change = place(moving), moving.request(competent=moving.other_competent)
    assert moving.task().organization_id == moving.hr.id
    assert moving.decide("approve", by=moving.hr_member).ok
    assert (place(moving), change.state) == (before, ChangeState.SUBMITTED)
    assert moving.task().organization_id == moving.other_competent.id
    assert moving.decide("approve", by=moving.other_competent_member).ok
    other = moving.other_competent.id
    assert place(moving) == (other, moving.other_hr.id, other, moving.other_hr.region_code)
    assert change.state is ChangeState.APPROVED


def test_an_employer_goes_under_another_and_takes_the_level_of_its_department(session, moving):
    city = make_hr(session, level=Level.CITY)
    group = make_employer(session, hr=city)
    moving.request(moving.employer_member, hr=city, superior=group)
    moving.decide("approve", by=moving.hr_member)
    assert moving.decide("approve", by=make_member(session, group)).ok
    assert place(moving, moving.employer) == (group.id, city.id, None, city.region_code)
    assert moving.employer.level is Level.CITY


def test_a_department_has_no_competent_department_above_its_own_column(session, moving):
    department = make_competent(session, hr=moving.hr)
    moving.request(make_member(session, department), competent=moving.other_competent)
    moving.decide("approve", by=moving.hr_member)
    moving.decide("approve", by=moving.other_competent_member)
    assert place(moving, department)[:3] == (moving.other_competent.id, moving.other_hr.id, None)


def test_where_the_superior_stays_the_new_hr_department_is_the_second(session, moving):
    base = make_base(session, competent=moving.other_competent)
    by, third = make_member(session, base), make_hr(session)
    moving.request(by, hr=third, competent=moving.other_competent)
    assert moving.decide("approve", by=moving.other_competent_member).ok
    assert moving.decide("approve", by=make_member(session, third)).ok
    assert place(moving, base)[:2] == (moving.other_competent.id, third.id)


@pytest.mark.parametrize("second", [False, True], ids=["the present superior", "the new one"])
def test_either_may_refuse_and_all_stays(moving, second):
    before, change = place(moving), moving.request()
    if second:
        moving.decide("approve", by=moving.hr_member)
    assert moving.decide("reject", by=moving.other_hr_member if second else moving.hr_member).ok
    assert (place(moving), change.state) == (before, ChangeState.REJECTED)
    moving.request()


def test_what_the_new_one_returned_is_corrected_and_goes_the_whole_way_again(session, moving):
    change = moving.request()
    moving.decide("approve", by=moving.hr_member)
    assert moving.decide("return", by=moving.other_hr_member).ok
    fields = superior_fields(moving.other_hr, competent=moving.other_competent, reason="补充文号")
    correct_superior(session, change.id, fields, by=moving.base_member)
    said = read_instance(session, moving.instance().id, by=moving.hr_member).latest.content
    assert (said["old_superior"], said["new_superior"], said["reason"]) == ("甲县人社局", "乙县教育局", "补充文号")
    assert moving.decide("approve", by=moving.hr_member).ok
    assert moving.decide("approve", by=moving.other_competent_member).ok
    assert place(moving)[0] == moving.other_competent.id


def test_it_is_taken_back_before_the_first_decision_alone(session, moving):
    change = moving.request()
    assert withdraw(session, [moving.instance().id], by=moving.base_member, reason="不改了")[0].ok
    session.expire_all()
    assert change.state is ChangeState.WITHDRAWN
    moving.request()
    moving.decide("approve", by=moving.hr_member)
    assert not withdraw(session, [moving.instance().id], by=moving.base_member, reason="不改了")[0].ok


def test_nobody_else_decides_or_corrects(session, moving):
    change = moving.request()
    assert isinstance(moving.decide("approve", by=moving.other_hr_member).refusal, NotFound)
    with pytest.raises(ChangeNotReturned):
        correct_superior(session, change.id, superior_fields(moving.other_hr), by=moving.base_member)
    moving.decide("return", by=moving.hr_member)
    with pytest.raises(NotFound):
        correct_superior(session, change.id, superior_fields(moving.other_hr), by=moving.employer_member)


def test_a_change_of_name_is_no_change_of_superior(session, moving):
    change = make_change(session, moving.base_member)
    assert change.kind is ChangeKind.IDENTITY
    moving.decide("return", by=moving.hr_member)
    with pytest.raises(NotFound):
        correct_superior(session, change.id, superior_fields(moving.other_hr), by=moving.base_member)


class TestWhileSomethingIsOnItsWay:
    def test_a_base_that_has_submitted_something_is_refused_by_name(self, moving):
        submitted_plan(moving)
        with pytest.raises(StillInFlight, match="培训计划1项"):
            moving.request()

    def test_a_change_of_name_is_in_the_way_too(self, session, moving):
        make_change(session, moving.base_member)
        with pytest.raises(ChangeUnderWay):
            moving.request()

    def test_an_employer_waits_for_its_learners_scores(self, moving):
        declared_score(moving)
        with pytest.raises(StillInFlight, match="本单位学员的成绩1项"):
            moving.request(moving.employer_member)

    @pytest.mark.parametrize("comes", [True, False])
    def test_an_employer_waits_for_who_comes_and_who_goes(self, session, moving, comes):
        old, new = make_employer(session), moving.employer
        old, new = (old, new) if comes else (new, old)
        learner = make_learner(session, employer=old)
        request_transfer(session, new.id, "调动", by=learner_actor(session, learner))
        with pytest.raises(StillInFlight, match="学员调转1项"):
            moving.request(moving.employer_member)

    def test_what_began_meanwhile_is_in_the_way_of_approving(self, session, moving):
        before = place(moving)
        moving.request()
        moving.decide("approve", by=moving.hr_member)
        submitted_plan(moving)
        with pytest.raises(StillInFlight, match="培训计划1项"), session.begin_nested():
            moving.decide("approve", by=moving.other_hr_member)
        assert place(moving) == before
        assert moving.decide("return", by=moving.other_hr_member).ok

    def test_what_others_have_on_their_way_is_not_in_the_way(self, session, moving):
        other = make_base(session, hr=moving.hr)
        submitted_plan(moving, other, make_member(session, other))
        moving.request()


class TestWhomOneMayChoose:
    def test_something_must_change(self, moving):
        with pytest.raises(SameSuperior):
            moving.request(hr=moving.hr)

    def test_a_reason_is_given(self, session, moving):
        with pytest.raises(ReasonMissing):
            request_superior(session, superior_fields(moving.other_hr, reason=" "), by=moving.base_member)

    def test_not_one_that_is_disabled_or_of_another_kind(self, session, moving):
        disabled = make_hr(session, is_enabled=False)
        for hr in (disabled, moving.employer):
            with pytest.raises(WrongField, match="同级人社部门"):
                moving.request(hr=hr)
        with pytest.raises(WrongField, match="主管部门"):
            moving.request(competent=moving.other_hr)

    def test_not_one_of_a_lower_level(self, session, moving):
        city = make_hr(session, level=Level.CITY)
        base = make_base(session, hr=city)
        with pytest.raises(SuperiorTooLow, match="乙县人社局"):
            moving.request(make_member(session, base))

    def test_a_national_base_belongs_to_the_province(self, session, moving):
        base = make_base(session, level=Level.NATIONAL, hr=make_hr(session, level=Level.PROVINCE))
        moving.request(make_member(session, base), hr=make_hr(session, level=Level.PROVINCE))

    @pytest.mark.parametrize("far", [0, 1, 2])
    def test_not_itself_nor_one_below_it(self, session, moving, far):
        line = [moving.employer]
        for _ in range(far):
            line.append(make_employer(session, hr=moving.hr, superior_id=line[-1].id))
        with pytest.raises(SuperiorBeneath):
            moving.request(moving.employer_member, hr=moving.hr, superior=line[-1])

    def test_two_that_want_to_be_above_each_other_do_not_close_a_circle(self, session, moving):
        other = make_employer(session, hr=moving.hr)
        other_member = make_member(session, other)
        moving.request(moving.employer_member, hr=moving.hr, superior=other)
        moving.decide("approve", by=moving.hr_member)
        first = moving.task().id
        moving.request(other_member, hr=moving.hr, superior=moving.employer)
        moving.decide("approve", by=moving.hr_member)
        assert moving.decide("approve", by=moving.employer_member).ok
        with pytest.raises((SuperiorUnfit, StillInFlight)), session.begin_nested():
            decide(session, [first], by=other_member, outcome="approve")

    def test_not_one_that_was_disabled_meanwhile(self, session, moving):
        moving.request(competent=moving.other_competent)
        moving.decide("approve", by=moving.hr_member)
        moving.other_hr.is_enabled = False
        session.flush()
        with pytest.raises(SuperiorUnfit, match="乙县人社局"):
            moving.decide("approve", by=moving.other_competent_member)

    def test_departments_of_state_stand_where_they_stand(self, moving):
        with pytest.raises(SuperiorKept):
            find_movable(moving.session, by=moving.hr_member)

    def test_who_keeps_no_profile_asks_for_nothing(self, session, moving):
        with pytest.raises(NotPermitted):
            moving.request(make_member(session, moving.base, modules=()))


def test_the_choosers_begin_with_those_above_now(session, moving):
    base = make_base(session, competent=moving.other_competent)
    said = present_choices(session, base)
    assert {what: one.name for what, one in said.items()} == {"hr": "乙县人社局", "competent": "乙县教育局"}
    below = make_employer(session, hr=moving.hr, superior_id=moving.employer.id)
    assert present_choices(session, below)["superior"].name == moving.employer.name


def test_the_organisation_sees_who_has_it_and_what_would_change(session, moving):
    moving.request(competent=moving.other_competent)
    row = find_under_way(session, by=moving.base_member)
    assert (row.word.text, row.holder) == ("变更审核中", "甲县人社局")
    assert (row.old_superior, row.new_superior, row.new_hr) == ("甲县人社局", "乙县教育局", "乙县人社局")
    moving.decide("approve", by=moving.hr_member)
    assert find_under_way(session, by=moving.base_member).holder == "乙县教育局"
