"""Who holds a work item, and that nobody else decides it meanwhile."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.permissions import Actor
from app.services.accounts.actors import load_actor
from app.services.approvals import decide, withdraw
from app.services.approvals.chain import broken_chains, last_instance_id
from app.services.approvals.holding import claim, delegate, release, transfer
from app.services.approvals.refusals import NoSuchColleague, ToYourself
from app.services.inbox.counts import count_waiting
from models import AuditEvent, EventKind, InstanceEvent, Module, Substitution, WorkItem
from tests.factories import make_member
from tests.journey import Journey, begin
from tests.today import today


@pytest.fixture
def journey(session: Session) -> Journey:
    started = begin(session)
    started.declare()
    return started


@pytest.fixture
def colleague(journey: Journey) -> Actor:
    return make_member(journey.session, journey.chain.employer, name="单位同事")


@pytest.fixture
def items(journey: Journey) -> list[int]:
    return journey.open_items("employer_review")


TODAY = today()


def why(results) -> list[str | None]:
    return [type(result.refusal).__name__ if result.refusal else None for result in results]


def kinds(session: Session) -> list[EventKind]:
    return [EventKind(kind) for kind in session.scalars(select(InstanceEvent.kind).order_by(InstanceEvent.seq))]


def assert_chained(session: Session) -> None:
    assert broken_chains(session, first=1, last=last_instance_id(session)) == []


def test_what_one_claims_leaves_the_colleagues_inbox_and_is_not_theirs_to_decide(journey, colleague, items):
    session, member = journey.session, journey.chain.employer_member
    assert why(claim(session, items[:1], by=member)) == [None]
    assert (count_waiting(session, member), count_waiting(session, colleague)) == (3, 2)
    assert why(decide(session, items, by=colleague, outcome="approve")) == ["HeldByOther", None, None]
    assert why(decide(session, items[:1], by=member, outcome="approve")) == [None]
    assert_chained(session)


def test_claiming_twice_is_one_act_and_a_colleague_comes_second(journey, colleague, items):
    session, member = journey.session, journey.chain.employer_member
    claim(session, items[:1], by=member)
    assert why(claim(session, items[:1], by=member)) == [None]
    assert why(claim(session, items[:1], by=colleague)) == ["HeldByOther"]
    assert kinds(session).count(EventKind.CLAIMED) == 1


def test_what_is_released_waits_for_everybody_again(journey, colleague, items):
    session, member = journey.session, journey.chain.employer_member
    claim(session, items, by=member)
    assert why(release(session, items[:1], by=colleague)) == ["HeldByOther"]
    assert why(release(session, items, by=member)) == [None, None, None]
    assert count_waiting(session, colleague) == 3
    assert why(release(session, items[:1], by=member)) == ["HeldByNobody"]


def test_the_super_administrator_frees_what_an_absent_colleague_holds(journey, colleague, items):
    session = journey.session
    chief = make_member(session, journey.chain.employer, name="超管", is_super=True)
    claim(session, items, by=colleague)
    assert why(release(session, items, by=chief)) == [None, None, None]


def test_a_claim_does_not_hinder_the_submitter_from_withdrawing(journey, items):
    session = journey.session
    claim(session, items, by=journey.chain.employer_member)
    ids = [instance.id for instance in journey.instances()]
    assert why(withdraw(session, ids, by=journey.chain.base_member, reason="")) == [None, None, None]


def test_what_is_transferred_is_the_colleagues_alone(journey, colleague, items):
    session, member = journey.session, journey.chain.employer_member
    assert why(transfer(session, items[:1], by=member, to_user_id=colleague.user_id, comment="请办")) == [None]
    assert why(decide(session, items[:1], by=member, outcome="approve")) == ["HeldByOther"]
    assert why(decide(session, items[:1], by=colleague, outcome="approve")) == [None]
    about = session.scalars(select(InstanceEvent.about_user_id).where(InstanceEvent.about_user_id.is_not(None)))
    assert about.all() == [colleague.user_id]
    assert_chained(session)


def test_what_is_delegated_comes_back_with_an_opinion(journey, colleague, items):
    session, member = journey.session, journey.chain.employer_member
    delegate(session, items[:1], by=member, to_user_id=colleague.user_id, comment="请核对材料")
    assert why(decide(session, items[:1], by=colleague, outcome="return", comment="缺证明")) == [None]
    assert session.get_one(WorkItem, items[0], populate_existing=True).assignee_id == member.user_id
    assert len(journey.open_items("employer_review")) == 3  # an opinion decides nothing
    assert why(decide(session, items[:1], by=member, outcome="approve")) == [None]
    assert kinds(session)[3:] == [EventKind.DELEGATED, EventKind.ADVISED, EventKind.DECIDED]


def test_what_was_delegated_can_be_called_back(journey, colleague, items):
    session, member = journey.session, journey.chain.employer_member
    delegate(session, items[:1], by=member, to_user_id=colleague.user_id)
    assert why(release(session, items[:1], by=member)) == [None]
    assert why(decide(session, items[:1], by=member, outcome="approve")) == [None]


@pytest.mark.parametrize("verb", [transfer, delegate])
def test_work_is_given_only_to_a_colleague_who_may_do_it(journey, items, verb):
    session, member = journey.session, journey.chain.employer_member
    clerk = make_member(session, journey.chain.employer, name="文员", modules=(Module.STATISTICS,))
    assert why(verb(session, items[:1], by=member, to_user_id=clerk.user_id)) == ["ColleagueMayNot"]
    with pytest.raises(NoSuchColleague):
        verb(session, items[:1], by=member, to_user_id=journey.chain.base_member.user_id)
    with pytest.raises(ToYourself):
        verb(session, items[:1], by=member, to_user_id=member.user_id)


@pytest.mark.parametrize("verb", [claim, release])
def test_another_organisations_items_are_not_found(journey, items, verb):
    assert why(verb(journey.session, items[:1], by=journey.chain.hr_member)) == ["NotFound"]
    assert why(verb(journey.session, [10**9], by=journey.chain.hr_member)) == ["NotFound"]


def away(session: Session, absent: Actor, substitute: Actor, *, first: int = -1, last: int = 1) -> Actor:
    """The substitute as he is today, while `absent` is away from so many days ago to in so many days."""
    session.add(
        Substitution(
            organization_id=absent.organization_id,
            user_id=absent.user_id,
            substitute_id=substitute.user_id,
            first_day=TODAY + timedelta(days=first),
            last_day=TODAY + timedelta(days=last),
            created_by_id=absent.user_id,
        )
    )
    session.flush()
    actor = load_actor(session, membership_id=substitute.membership_id)
    assert actor is not None
    return actor


def test_a_substitute_clears_what_waits_for_whom_he_stands_in_for(journey, items):
    session, member = journey.session, journey.chain.employer_member
    clerk = make_member(session, journey.chain.employer, name="文员", modules=(Module.STATISTICS,))
    claim(session, items[:1], by=member)
    assert count_waiting(session, clerk) == 0
    clerk = away(session, member, clerk)
    assert count_waiting(session, clerk) == 3  # what he holds, and what waits for his role
    assert why(decide(session, items, by=clerk, outcome="approve")) == [None, None, None]
    rows = session.execute(
        select(InstanceEvent.user_id, InstanceEvent.about_user_id).where(InstanceEvent.kind == EventKind.DECIDED)
    )
    assert set(rows) == {(clerk.user_id, member.user_id)}
    assert_chained(session)


@pytest.mark.parametrize(("first", "last"), [(-9, -1), (1, 9)])
def test_before_and_after_the_leave_nobody_stands_in(journey, items, first, last):
    session, member = journey.session, journey.chain.employer_member
    clerk = make_member(session, journey.chain.employer, name="文员", modules=(Module.STATISTICS,))
    clerk = away(session, member, clerk, first=first, last=last)
    assert count_waiting(session, clerk) == 0
    assert why(decide(session, items[:1], by=clerk, outcome="approve")) == ["NotPermitted"]


def test_a_substitute_gets_the_reviewing_and_not_the_other_rights(journey):
    session = journey.session
    chief = make_member(session, journey.chain.employer, name="超管", is_super=True)
    clerk = make_member(session, journey.chain.employer, name="文员", modules=(Module.STATISTICS,))
    clerk = away(session, chief, clerk)
    assert Module.SCORE_REVIEW.value in clerk.clearing
    assert Module.ACCOUNTS.value not in clerk.clearing
    assert clerk.modules == {Module.STATISTICS.value}


def test_every_act_is_in_the_audit_log_once_for_all_its_items(journey, colleague, items):
    session, member = journey.session, journey.chain.employer_member
    claim(session, items, by=member)
    transfer(session, items[:2], by=member, to_user_id=colleague.user_id)
    query = select(AuditEvent).where(AuditEvent.action.like("work_item:%")).order_by(AuditEvent.id)
    claimed, given = session.scalars(query).all()
    assert (claimed.action, given.action) == ("work_item:claim", "work_item:transfer")
    assert claimed.detail["work_items"] == items
    assert given.detail["to"] == colleague.user_id
