"""A whole id number is shown where the work needs it, and every look is written down."""

import pytest
from sqlalchemy import select

from app.errors import NotFound, NotPermitted
from app.permissions import Actor
from app.services.instances.id_number import ACTION, reveal_id_number
from models import AuditEvent, User
from tests.factories import learner_actor, make_employer, make_member, resident_id_of
from tests.journey import Journey


def reveal(journey: Journey, by: Actor) -> str:
    return reveal_id_number(journey.session, journey.instances()[0].id, by=by)


def looks(journey: Journey) -> list[AuditEvent]:
    return list(journey.session.scalars(select(AuditEvent).where(AuditEvent.action == ACTION)))


def test_the_reviewer_whose_turn_it_is_sees_it_and_the_look_is_audited(journey: Journey):
    journey.declare()
    reviewer = journey.chain.employer_member
    number = reveal(journey, reviewer)
    assert number == resident_id_of(journey.session.get_one(User, journey.chain.learners[0].user_id))
    (look,) = looks(journey)
    assert (look.user_id, look.organization_id) == (reviewer.user_id, reviewer.organization_id)
    assert look.detail == {"instance_id": journey.instances()[0].id}
    assert number not in str(look.detail)


@pytest.mark.parametrize("who", ["the submitter, not returned", "the employer, decided", "the learner"])
def test_those_who_have_nothing_to_decide_do_not(journey: Journey, who: str):
    journey.declare()
    chain = journey.chain
    if who == "the employer, decided":
        journey.review("employer_review", "approve", by=chain.employer_member)
    others = {
        "the submitter, not returned": chain.base_member,
        "the employer, decided": chain.employer_member,
        "the learner": learner_actor(journey.session, chain.learners[0]),
    }
    with pytest.raises(NotPermitted):
        reveal(journey, others[who])
    assert looks(journey) == []


def test_for_a_neighbour_the_instance_is_not_there(journey: Journey):
    journey.declare()
    neighbour = make_member(journey.session, make_employer(journey.session, hr=journey.chain.hr))
    with pytest.raises(NotFound):
        reveal(journey, neighbour)
