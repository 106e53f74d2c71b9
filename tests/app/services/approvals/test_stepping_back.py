"""Going back along one's own path: taking back a decision, sending back to a step."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.services.approvals.chain import broken_chains, last_instance_id
from app.services.approvals.holding import claim
from app.services.approvals.refusals import CommentRequired
from app.services.approvals.stepping_back import earlier_steps, send_back, take_back
from models import EventKind, InstanceEvent, ItemKind, UserTask, WorkItem
from tests.factories import make_member
from tests.journey import Journey, begin


@pytest.fixture
def journey(session: Session) -> Journey:
    started = begin(session)
    started.declare()
    started.review("employer_review", "approve", by=started.chain.employer_member)
    return started


def ids(journey: Journey) -> list[int]:
    return [instance.id for instance in journey.instances()]


def why(results) -> list[str | None]:
    return [type(result.refusal).__name__ if result.refusal else None for result in results]


def step(journey: Journey, node_id: str) -> int:
    return journey.session.scalars(select(UserTask.id).where(UserTask.node_id == node_id)).first() or 0


def test_ones_own_last_decision_is_taken_back_and_the_item_is_in_ones_hands(journey: Journey):
    session, member = journey.session, journey.chain.employer_member
    assert why(take_back(session, ids(journey)[:2], by=member, reason="看错了")) == [None, None]
    assert len(journey.open_items("hr_review")) == 1
    back = journey.open_items("employer_review")
    assert [session.get_one(WorkItem, id).assignee_id for id in back] == [member.user_id] * 2
    assert why(journey.review("employer_review", "approve", by=member)) == [None, None]
    assert len(journey.open_items("hr_review")) == 3
    assert broken_chains(session, first=1, last=last_instance_id(session)) == []


def test_what_is_taken_back_goes_the_same_way_as_before_without_the_engine(journey: Journey):
    before = {instance.path_node_id for instance in journey.instances()}
    take_back(journey.session, ids(journey), by=journey.chain.employer_member)
    journey.review("employer_review", "approve", by=journey.chain.employer_member)
    assert {instance.path_node_id for instance in journey.instances()} == before


def test_a_decision_that_somebody_acted_on_stays(journey: Journey):
    session, member = journey.session, journey.chain.employer_member
    claim(session, journey.open_items("hr_review")[:1], by=journey.chain.hr_member)
    assert why(take_back(session, ids(journey)[:1], by=member)) == ["SomebodyActed"]
    journey.review("hr_review", "approve", by=journey.chain.hr_member)
    assert why(take_back(session, ids(journey)[:1], by=journey.chain.hr_member)) == ["AlreadyEnded"]


def test_only_who_decided_takes_it_back(journey: Journey):
    session = journey.session
    colleague = make_member(session, journey.chain.employer, name="单位同事")
    assert why(take_back(session, ids(journey)[:1], by=colleague)) == ["NotYourDecision"]
    assert why(take_back(session, ids(journey)[:1], by=journey.chain.hr_member)) == ["SomebodyActed"]
    assert why(take_back(session, [10**9], by=colleague)) == ["NotFound"]


def test_an_item_is_sent_back_to_an_earlier_step_and_comes_again(journey: Journey):
    session, hr = journey.session, journey.chain.hr_member
    items = journey.open_items("hr_review")
    back = send_back(session, items[:1], by=hr, to_user_task_id=step(journey, "employer_review"), comment="请补核")
    assert why(back) == [None]
    assert (len(journey.open_items("employer_review")), len(journey.open_items("hr_review"))) == (1, 2)
    journey.review("employer_review", "approve", by=journey.chain.employer_member)
    journey.review("hr_review", "approve", by=hr)
    assert journey.states() == ["qualified"] * 3
    assert broken_chains(session, first=1, last=last_instance_id(session)) == []


def test_the_steps_to_send_back_to_are_those_on_the_path_but_the_submitters(journey: Journey):
    session, hr = journey.session, journey.chain.hr_member
    journey.review("hr_review", "return", by=hr)
    node = journey.instances()[0].path_node_id
    names = [session.get_one(UserTask, id).node_id for id in earlier_steps(session, node, ItemKind.SCORE)]
    assert names == ["hr_review", "employer_review"]


def test_sending_back_needs_a_reason_and_a_step_of_the_path(journey: Journey):
    session, hr = journey.session, journey.chain.hr_member
    items = journey.open_items("hr_review")
    with pytest.raises(CommentRequired):
        send_back(session, items, by=hr, to_user_task_id=step(journey, "employer_review"), comment=" ")
    there = send_back(session, items[:1], by=hr, to_user_task_id=step(journey, "hr_review"), comment="错")
    assert why(there) == ["StepNotOnPath"]
    other = send_back(
        session,
        items[:1],
        by=journey.chain.employer_member,
        to_user_task_id=step(journey, "employer_review"),
        comment="错",
    )
    assert why(other) == ["NotFound"]


def test_what_was_sent_back_cannot_be_taken_back_as_a_decision(journey: Journey):
    session, hr = journey.session, journey.chain.hr_member
    items = journey.open_items("hr_review")
    send_back(session, items, by=hr, to_user_task_id=step(journey, "employer_review"), comment="请补核")
    assert why(take_back(session, ids(journey)[:1], by=journey.chain.employer_member)) == ["SomebodyActed"]
    kinds = session.scalars(select(InstanceEvent.kind).where(InstanceEvent.kind == EventKind.SENT_BACK))
    assert len(kinds.all()) == 3
