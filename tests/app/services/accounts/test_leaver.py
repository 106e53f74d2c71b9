"""Before a member leaves: what resolves to him is counted, and given to a colleague at once."""

import pytest

from app.errors import NotFound
from app.services.accounts.leaver import colleagues_of, give_all, standing_of
from app.services.approvals.chain import broken_chains, last_instance_id
from app.services.approvals.holding import claim, delegate
from models import Module, WorkItem
from tests.factories import make_chain, make_member
from tests.journey import begin


@pytest.fixture
def journey(session):
    """Three scores wait; the employer's member holds two, and asked a colleague about one of them."""
    journey = begin(session)
    journey.declare()
    journey.asked = make_member(session, journey.chain.employer)
    journey.chief = make_member(session, journey.chain.employer, is_super=True)
    one, two, _ = journey.open_items("employer_review")
    claim(session, [one, two], by=journey.chain.employer_member)
    delegate(session, [two], by=journey.chain.employer_member, to_user_id=journey.asked.user_id)
    return journey


def test_what_resolves_to_him_is_counted(session, journey):
    standing = standing_of(session, journey.chain.employer_member.membership_id, by=journey.chief)
    assert (standing.held, standing.delegated, standing.signatures, standing.views) == (1, 1, 0, 0)
    assert standing.substitutions == []
    assert standing_of(session, journey.asked.membership_id, by=journey.chief).held == 1


def test_all_of_it_is_given_to_a_colleague(session, journey):
    leaver, to = journey.chain.employer_member, make_member(session, journey.chain.employer)
    assert to.user_id in [one.user_id for one in colleagues_of(session, leaver.membership_id, by=journey.chief)]
    done = give_all(session, leaver.membership_id, to.user_id, by=journey.chief)
    assert (done.given, done.left) == (2, 0)
    session.expire_all()
    one, two, _ = (session.get_one(WorkItem, id_) for id_ in journey.open_items("employer_review"))
    assert (one.assignee_id, two.assignee_id, two.delegated_by_id) == (
        to.user_id,
        journey.asked.user_id,
        to.user_id,
    )
    assert standing_of(session, leaver.membership_id, by=journey.chief).is_nothing
    assert broken_chains(session, first=1, last=last_instance_id(session)) == []


def test_what_the_colleague_may_not_decide_stays(session, journey):
    leaver = journey.chain.employer_member
    to = make_member(session, journey.chain.employer, modules=(Module.STATISTICS,))
    done = give_all(session, leaver.membership_id, to.user_id, by=journey.chief)
    assert (done.given, done.left) == (0, 2)


def test_a_neighbours_member_is_not_there(session, journey):
    neighbour = make_chain(session)
    with pytest.raises(NotFound):
        standing_of(session, neighbour.employer_member.membership_id, by=journey.chief)
    with pytest.raises(NotFound):
        give_all(session, neighbour.employer_member.membership_id, journey.chief.user_id, by=journey.chief)
