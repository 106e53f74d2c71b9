"""What can be said without deciding: comments, copies, urging."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import NotFound
from app.services.approvals.chain import broken_chains, last_instance_id
from app.services.approvals.refusals import AlreadyEnded, CommentEmpty, NoSuchColleague, NotCopied
from app.services.approvals.remarks import comment_on, copy_to, urge
from app.services.inbox.addressed import count_copies, list_copies
from app.services.instances.read import read_instance
from models import CarbonCopy, EventKind, InstanceEvent, Notification, NotificationKind
from tests.factories import make_employer, make_member
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


def test_a_copy_goes_once_to_an_organisation_all_of_whose_members_see_it(journey: Journey):
    session, chain, id = journey.session, journey.chain, first(journey)
    reader = make_member(session, chain.city_hr, name="市局人员")
    with pytest.raises(NotFound):
        read_instance(session, id, by=reader)
    for _ in range(2):
        copy_to(session, id, by=chain.employer_member, organization_ids=[chain.city_hr.id], comment="请知悉")
    assert [(one.user_id, one.organization_id) for one in session.scalars(select(CarbonCopy))] == [
        (None, chain.city_hr.id)
    ]
    page = read_instance(session, id, by=reader)
    assert (page.acts[-1].said, page.acts[-1].comment) == (f"抄送给{chain.city_hr.name}", "请知悉")
    assert broken_chains(session, first=1, last=last_instance_id(session)) == []


def test_an_organisation_that_got_a_copy_is_told_and_finds_it_until_one_of_its_members_has_read_it(
    journey: Journey,
):
    session, chain = journey.session, journey.chain
    reader, colleague = (make_member(session, chain.city_hr) for _ in range(2))
    copy_to(session, first(journey), by=chain.employer_member, organization_ids=[chain.city_hr.id])
    told = session.scalars(select(Notification).where(Notification.kind == NotificationKind.COPIED)).one()
    assert (told.organization_id, told.user_id, told.module) == (chain.city_hr.id, None, "organization_profile")
    assert [count_copies(session, one) for one in (reader, colleague, chain.hr_member)] == [1, 1, 0]
    assert [row.instance_id for row in list_copies(session, by=reader).rows] == [first(journey)]
    assert count_copies(session, colleague) == 0
    assert [row.instance_id for row in list_copies(session, by=colleague).rows] == [first(journey)]


def test_a_copy_goes_to_parties_and_to_what_is_above_them_alone(journey: Journey):
    session, chain, stranger = journey.session, journey.chain, make_employer(journey.session)
    offered = read_instance(session, first(journey), by=chain.employer_member).sharing.organizations
    assert {one.id for one in offered} == {chain.base.id, chain.hr.id, chain.city_hr.id, chain.province_hr.id}
    for wrong in (stranger.id, chain.employer.id):
        with pytest.raises(NotCopied):
            copy_to(session, first(journey), by=chain.employer_member, organization_ids=[chain.hr.id, wrong])


def test_a_copy_is_for_somebody(journey: Journey):
    with pytest.raises(NoSuchColleague):
        copy_to(journey.session, first(journey), by=journey.chain.employer_member)


def test_a_submitter_urges_once_a_day(journey: Journey):
    session, base = journey.session, journey.chain.base_member
    ids = [instance.id for instance in journey.instances()]
    assert why(urge(session, ids[:1], by=base)) == [None]
    assert why(urge(session, ids, by=base)) == ["UrgedToday", None]
    assert why(urge(session, ids, by=journey.chain.employer_member)) == ["NotFound", "NotFound"]


def test_what_is_back_with_the_submitter_is_not_urged(journey: Journey):
    journey.review("employer_review", "return", by=journey.chain.employer_member)
    assert why(urge(journey.session, [first(journey)], by=journey.chain.base_member)) == ["NothingToUrge"]
