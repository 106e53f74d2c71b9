"""What can be said without deciding: comments, copies, urging."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import NotFound
from app.services.approvals.chain import broken_chains, last_instance_id
from app.services.approvals.refusals import AlreadyEnded, CommentEmpty, NoSuchColleague
from app.services.approvals.remarks import comment_on, copy_to, urge
from app.services.instances.read import read_instance
from models import CarbonCopy, EventKind, InstanceEvent
from tests.factories import make_member
from tests.journey import Journey, begin


@pytest.fixture
def journey(session: Session) -> Journey:
    started = begin(session, learners=2)
    started.declare()
    return started


def first(journey: Journey) -> int:
    return journey.instances()[0].id


def why(results) -> list[str | None]:
    return [type(result.refusal).__name__ if result.refusal else None for result in results]


def test_a_comment_is_in_the_timeline_of_everybody(journey: Journey):
    session = journey.session
    comment_on(session, first(journey), by=journey.chain.employer_member, body="请补充结业证书")
    page = read_instance(session, first(journey), by=journey.chain.base_member)
    assert page.acts[-1].comment == "请补充结业证书"
    assert journey.open_items("employer_review")
    assert broken_chains(session, first=1, last=last_instance_id(session)) == []


def test_who_is_mentioned_may_look_from_then_on(journey: Journey):
    session, hr = journey.session, journey.chain.hr
    member = make_member(session, hr, name="同事甲")
    journey.review("employer_review", "approve", by=journey.chain.employer_member)
    comment_on(session, first(journey), by=journey.chain.hr_member, body="请看", mentioned=[member.user_id])
    assert session.scalars(select(CarbonCopy.user_id)).all() == [member.user_id]


def test_a_comment_says_something_and_stays_with_what_one_may_see(journey: Journey):
    session = journey.session
    with pytest.raises(CommentEmpty):
        comment_on(session, first(journey), by=journey.chain.employer_member, body="  ")
    with pytest.raises(NotFound):
        comment_on(session, first(journey), by=journey.chain.hr_member, body="不相干")
    journey.review("employer_review", "reject", by=journey.chain.employer_member)
    with pytest.raises(AlreadyEnded):
        comment_on(session, first(journey), by=journey.chain.employer_member, body="晚了")


def test_a_copy_goes_once_to_a_colleague(journey: Journey):
    session, member = journey.session, journey.chain.employer_member
    colleague = make_member(session, journey.chain.employer, name="单位同事")
    for _ in range(2):
        copy_to(session, first(journey), by=member, user_ids=[colleague.user_id])
    assert len(session.scalars(select(CarbonCopy)).all()) == 1
    copied = session.scalars(select(InstanceEvent).where(InstanceEvent.kind == EventKind.COPIED)).all()
    assert [event.about_user_id for event in copied] == [colleague.user_id]
    with pytest.raises(NoSuchColleague):
        copy_to(session, first(journey), by=member, user_ids=[journey.chain.hr_member.user_id])


def test_a_submitter_urges_once_a_day(journey: Journey):
    session, base = journey.session, journey.chain.base_member
    ids = [instance.id for instance in journey.instances()]
    assert why(urge(session, ids[:1], by=base)) == [None]
    assert why(urge(session, ids, by=base)) == ["UrgedToday", None]
    assert why(urge(session, ids, by=journey.chain.employer_member)) == ["NotFound", "NotFound"]


def test_what_is_back_with_the_submitter_is_not_urged(journey: Journey):
    journey.review("employer_review", "return", by=journey.chain.employer_member)
    assert why(urge(journey.session, [first(journey)], by=journey.chain.base_member)) == ["NothingToUrge"]
