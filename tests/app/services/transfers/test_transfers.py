"""A learner moves to another employer once that one agrees, and nothing of his is under review."""

import pytest
from sqlalchemy import update

from app.errors import NotFound
from app.items.employer_transfer import StillUnderReview
from app.services.approvals import withdraw
from app.services.instances.read import read_instance
from app.services.transfers.employers import search_employers
from app.services.transfers.list import list_transfers
from app.services.transfers.refusals import (
    EmployerNotOffered,
    SameEmployer,
    TransferNotReturned,
    TransferPending,
)
from app.services.transfers.request import correct_transfer
from models import EmployerTransfer, Learner, ScoreState, TransferState
from tests.factories import learner_actor, make_base, make_employer, make_learner, make_member, make_score
from tests.transferring import transfer_somebody


@pytest.fixture
def moving(session):
    return transfer_somebody(session)


def refreshed(session, transfer):
    session.expire_all()
    return session.get_one(EmployerTransfer, transfer.id)


def test_an_approved_learner_belongs_to_the_new_employer(session, moving):
    transfer = moving.request()
    assert moving.learner.employer_id == moving.chain.employer.id
    assert moving.decide("approve").ok
    assert refreshed(session, transfer).state is TransferState.APPROVED
    assert moving.learner.employer_id == moving.new.id


def test_a_rejected_learner_stays_and_may_ask_again(session, moving):
    transfer = moving.request()
    assert moving.decide("reject").ok
    assert refreshed(session, transfer).state is TransferState.REJECTED
    assert moving.learner.employer_id == moving.chain.employer.id
    moving.request()


def test_one_transfer_at_a_time(moving):
    moving.request()
    with pytest.raises(TransferPending, match=moving.new.name):
        moving.request(make_employer(moving.session))


def test_a_score_under_review_stands_in_the_way_of_asking(session, moving):
    make_score(session, moving.chain.training_class, moving.learner, state=ScoreState.DECLARED)
    with pytest.raises(StillUnderReview, match="有待审核信息，不能修改单位"):
        moving.request()


def test_a_score_declared_meanwhile_stands_in_the_way_of_approving(session, moving):
    moving.request()
    make_score(session, moving.chain.training_class, moving.learner, state=ScoreState.DECLARED)
    with pytest.raises(StillUnderReview, match=moving.learner.name):
        moving.decide("approve")


def test_only_another_enabled_employer_may_be_chosen(session, moving):
    with pytest.raises(SameEmployer):
        moving.request(moving.chain.employer)
    for wrong in (make_base(session), make_employer(session, is_enabled=False)):
        with pytest.raises(EmployerNotOffered):
            moving.request(wrong)


def test_other_employers_cannot_decide(session, moving):
    moving.request()
    for stranger in (moving.chain.employer_member, make_member(session, make_employer(session))):
        assert isinstance(moving.decide("approve", by=stranger).refusal, NotFound)


def test_a_returned_transfer_is_corrected_and_goes_to_the_employer_named_then(session, moving):
    transfer = moving.request()
    with pytest.raises(TransferNotReturned):
        correct_transfer(session, transfer.id, moving.new.id, "改正", by=moving.actor)
    assert moving.decide("return").ok
    other = make_employer(session, hr=moving.chain.hr)
    stranger = learner_actor(session, make_learner(session))
    with pytest.raises(NotFound):
        correct_transfer(session, transfer.id, other.id, "改正", by=stranger)
    correct_transfer(session, transfer.id, other.id, "改正", by=moving.actor)
    assert isinstance(moving.decide("approve").refusal, NotFound)
    assert moving.decide("approve", by=make_member(session, other)).ok
    session.expire_all()
    assert moving.learner.employer_id == other.id


def test_the_learner_may_take_it_back_before_the_first_decision(session, moving):
    transfer = moving.request()
    assert withdraw(session, [moving.instance().id], by=moving.actor, reason="不调了")[0].ok
    assert refreshed(session, transfer).state is TransferState.WITHDRAWN


def test_the_learner_sees_where_it_is_and_nobody_elses(session, moving):
    moving.request()
    assert list_transfers(session, by=moving.actor)[0].word.text == "待单位审核"
    assert list_transfers(session, by=learner_actor(session, make_learner(session))) == []
    page = read_instance(session, moving.instance().id, by=moving.actor)
    assert page.actions.withdraw
    seen = read_instance(session, moving.instance().id, by=moving.new_member)
    assert seen.actions.decide is not None
    assert seen.facts.from_name == moving.chain.employer.name


def test_employers_are_found_by_region_and_name_page_by_page(session, moving):
    names = {f"调入测试医院{n}" for n in range(3)}
    for name in names:
        make_employer(session, hr=moving.chain.hr, name=name)
    city = moving.chain.city_hr.region_code
    first = search_employers(session, "调入测试", by=moving.actor, region=city, limit=2)
    rest = search_employers(
        session, "调入测试", by=moving.actor, region=city, limit=2, after=int(first.next_after or 0)
    )
    assert {one.name for one in (*first.rows, *rest.rows)} == names
    assert search_employers(session, "调入测试", by=moving.actor, region="900000").rows == []


def test_a_request_starts_from_the_employer_of_the_moment_and_not_from_what_the_session_remembers(session, moving):
    assert moving.learner.employer_id == moving.chain.employer.id
    left = make_employer(session, hr=moving.chain.hr)
    change = update(Learner).where(Learner.id == moving.learner.id).values(employer_id=left.id)
    session.execute(change.execution_options(synchronize_session=False))
    assert moving.request().from_employer_id == left.id
