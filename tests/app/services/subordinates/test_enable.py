"""An organisation is disabled with a reason, and only where nothing would wait for nobody."""

import pytest
from sqlalchemy import select

from app.errors import NotFound, NotPermitted
from app.items.score import EmployerDisabled
from app.services.accounts.actors import load_actor
from app.services.accounts.sign_in import Disabled, sign_in
from app.services.approvals import start
from app.services.registration.choosing import search_organizations
from app.services.subordinates.enable import enable_organization
from app.services.subordinates.refusals import (
    EnablingReasonMissing,
    LearnersUnderReview,
    OthersAskForIt,
    OthersBelow,
    SuperiorDisabled,
    WorkWaitsThere,
)
from app.services.transfers.request import request_transfer
from models import AuditEvent, ChangeState, Level, Module, User, UserType
from tests.factories import PASSWORD, learner_actor, make_employer, make_hr, make_member, resident_id_of
from tests.journey import begin
from tests.moving import move_something


@pytest.fixture
def journey(session):
    """Two learners' scores are entered; nothing is declared."""
    return begin(session, learners=2)


def disable(session, journey, organization=None, *, reason="机构撤销", by=None, enabled=False):
    chain = journey.chain
    one = organization or chain.employer
    return enable_organization(session, one.id, enabled=enabled, reason=reason, by=by or chain.hr_member)


def tried(session, member):
    number = resident_id_of(session.get_one(User, member.user_id))
    return sign_in(session, user_type=UserType.EMPLOYER, resident_id=number, password=PASSWORD)


def test_a_disabled_one_cannot_sign_in_or_be_chosen_until_it_is_enabled_again(session, journey):
    chain = journey.chain
    assert disable(session, journey).disabled_reason == "机构撤销"
    assert isinstance(tried(session, chain.employer_member).refusal, Disabled)
    assert load_actor(session, membership_id=chain.employer_member.membership_id) is None
    assert search_organizations(session, "employer", chain.employer.name).rows == []
    again = disable(session, journey, enabled=True, reason="恢复")
    assert (again.is_enabled, again.disabled_reason) == (True, "")
    assert tried(session, chain.employer_member).refusal is None
    acts = AuditEvent.action.in_(["organization:enable", "organization:disable"])
    written = session.scalars(select(AuditEvent).where(acts).order_by(AuditEvent.id))
    said = [(row.action, row.detail["reason"]) for row in written]
    assert said == [("organization:disable", "机构撤销"), ("organization:enable", "恢复")]


def test_a_reason_is_given(session, journey):
    with pytest.raises(EnablingReasonMissing):
        disable(session, journey, reason=" ")


def test_doing_it_twice_is_no_error_and_keeps_the_first_reason(session, journey):
    disable(session, journey)
    assert disable(session, journey, reason="又一次").disabled_reason == "机构撤销"


def test_what_waits_there_stands_in_the_way(session, journey):
    journey.declare()
    with pytest.raises(WorkWaitsThere, match="2项待办"):
        disable(session, journey)


def test_what_would_come_back_there_stands_in_the_way_too(session, journey):
    journey.declare()
    journey.review("employer_review", "return", by=journey.chain.employer_member)
    with pytest.raises(LearnersUnderReview, match="成绩2项"):
        disable(session, journey)


def test_those_below_it_stand_in_the_way(session, journey):
    chain = journey.chain
    by = make_member(session, chain.city_hr)
    with pytest.raises(OthersBelow, match="2个"):
        disable(session, journey, chain.hr, by=by)
    for one in (chain.base, chain.employer):
        one.is_enabled = False
    session.flush()
    assert not disable(session, journey, chain.hr, by=by).is_enabled
    with pytest.raises(SuperiorDisabled, match=chain.hr.name):
        disable(session, journey, enabled=True, by=by)


def test_who_asks_to_go_under_it_stands_in_the_way(session):
    moving = move_something(session)
    top = make_hr(session, level=Level.PROVINCE)
    moving.other_hr.superior_id = top.id
    by = make_member(session, top)
    change = moving.request(competent=moving.other_competent)
    with pytest.raises(OthersAskForIt, match="1份"):
        enable_organization(session, moving.other_competent.id, enabled=False, reason="撤销", by=by)
    moving.decide("reject", by=moving.hr_member)
    assert change.state is ChangeState.REJECTED
    assert not enable_organization(
        session, moving.other_competent.id, enabled=False, reason="撤销", by=by
    ).is_enabled


def test_scores_of_its_learners_are_not_declared_to_nobody(session, journey):
    disable(session, journey)
    result = start(session, "score_declaration", journey.score_ids, by=journey.chain.base_member)
    assert [type(one.refusal) for one in result] == [EmployerDisabled, EmployerDisabled]
    assert journey.chain.employer.name in str(result[0].refusal)


def test_its_learners_may_leave(session, journey):
    disable(session, journey)
    learner = journey.chain.learners[0]
    other = make_employer(session, hr=journey.chain.hr)
    assert request_transfer(session, other.id, "单位撤销", by=learner_actor(session, learner)).id


def test_any_superior_may_and_nobody_else(session, journey):
    chain = journey.chain
    for other in (chain.base_member, make_member(session, chain.hr, modules=(Module.ACCOUNTS,))):
        with pytest.raises(NotPermitted):
            disable(session, journey, by=other)
    for stranger in (chain.employer_member, make_member(session, make_employer(session))):
        with pytest.raises(NotFound):
            disable(session, journey, by=stranger)
    assert not disable(session, journey, by=make_member(session, chain.province_hr)).is_enabled
