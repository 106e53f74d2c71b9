"""Several people sign one work item: as the diagram asks, or because a colleague added them."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import NotFound, NotPermitted
from app.permissions import Actor
from app.services.accounts.actors import load_actor
from app.services.approvals import decide
from app.services.approvals.chain import broken_chains, last_instance_id
from app.services.approvals.circle import circles_of
from app.services.approvals.holding import claim, transfer
from app.services.approvals.refusals import ColleagueSubmitted, OnlyAlongside, SignsAlready
from app.services.approvals.signers import add_signers, remove_signer
from models import (
    Alarm,
    AlarmKind,
    CameBy,
    EventKind,
    InstanceEvent,
    Membership,
    Module,
    SignOff,
    SignOffKind,
    User,
    WorkItem,
)
from tests.factories import make_member
from tests.journey import Journey, begin
from tests.redrawn import AT_ONCE, ONE_BY_ONE, redraw

NODE = "hr_review"


@pytest.fixture
def journey(session: Session) -> Journey:
    """Scores that wait at a step of the HR department that each test draws as it likes."""
    return begin(session, learners=1)


@pytest.fixture
def three(journey: Journey) -> list[Actor]:
    """Three reviewers of the HR department, besides its super administrator."""
    return [
        make_member(journey.session, journey.chain.hr, name=f"审核员{number}", modules=(Module.SCORE_REVIEW,))
        for number in range(3)
    ]


def countersigned(journey: Journey, rule: str, marker: str = AT_ONCE) -> int:
    """The work item of a score that has come to a countersigned step."""
    redraw(journey.session, "score_declaration", NODE, marker=marker, countersign=rule)
    journey.declare()
    journey.review("employer_review", "approve", by=journey.chain.employer_member)
    return journey.open_items(NODE)[0]


def at_hr(journey: Journey) -> int:
    """The work item of a score that one person decides."""
    journey.declare()
    journey.review("employer_review", "approve", by=journey.chain.employer_member)
    return journey.open_items(NODE)[0]


def vote(journey: Journey, item: int, by: Actor, outcome: str = "approve") -> str | None:
    refusal = decide(journey.session, [item], by=by, outcome=outcome, comment="意见")[0].refusal
    return type(refusal).__name__ if refusal else None


def signers(journey: Journey, item: int) -> list[Actor]:
    """Who is asked, in order."""
    circle = circles_of(journey.session, {item: "all"})[item]
    return [signer.user_id for signer in circle.signers]


def outcome_of(journey: Journey, item: int) -> str | None:
    return journey.session.get_one(WorkItem, item, populate_existing=True).outcome


def test_a_countersigned_step_asks_every_member_whose_role_opens_it(journey, three):
    clerk = make_member(journey.session, journey.chain.hr, name="文员", modules=(Module.STATISTICS,))
    item = countersigned(journey, "all")
    asked = signers(journey, item)
    assert {one.user_id for one in three} <= set(asked)
    assert clerk.user_id not in asked
    assert vote(journey, item, clerk) == "NotASigner"


def test_all_must_agree_and_the_last_one_completes_it(journey, three):
    item = countersigned(journey, "all")
    waiting = [actor_of(journey, three, user_id) for user_id in signers(journey, item)]
    for actor in waiting[:-1]:
        assert vote(journey, item, actor) is None
        assert outcome_of(journey, item) is None
    assert vote(journey, item, waiting[-1]) is None
    assert outcome_of(journey, item) == "approve"
    assert journey.states() == ["qualified"]
    assert broken_chains(journey.session, first=1, last=last_instance_id(journey.session)) == []


def actor_of(journey: Journey, known: list[Actor], user_id: int) -> Actor:
    """The actor of a signer; the rest of the department are members that the chain made."""
    for actor in [*known, journey.chain.hr_member]:
        if actor.user_id == user_id:
            return actor
    query = select(Membership.id).where(
        Membership.user_id == user_id, Membership.organization_id == journey.chain.hr.id
    )
    actor = load_actor(journey.session, membership_id=journey.session.scalars(query).one())
    assert actor is not None
    return actor


def test_one_who_does_not_agree_ends_it_and_nobody_else_is_asked(journey, three):
    item = countersigned(journey, "all")
    assert vote(journey, item, three[0], "return") is None
    assert outcome_of(journey, item) == "return"
    assert journey.open_items("revise")
    pending = select(SignOff).where(SignOff.signed_at.is_(None), SignOff.removed_at.is_(None))
    assert journey.session.scalars(pending).all() == []
    assert vote(journey, item, three[1]) == "AlreadyDecided"


def test_by_any_the_first_decides(journey, three):
    item = countersigned(journey, "any")
    assert vote(journey, item, three[2]) is None
    assert outcome_of(journey, item) == "approve"


def test_one_after_another_in_turn(journey, three):
    item = countersigned(journey, "all", ONE_BY_ONE)
    order = [actor_of(journey, three, user_id) for user_id in signers(journey, item)]
    assert vote(journey, item, order[1]) == "NotYetYourTurn"
    assert vote(journey, item, order[0]) is None
    assert vote(journey, item, order[1]) is None


def test_nobody_signs_twice_and_the_same_click_again_is_no_error(journey, three):
    item = countersigned(journey, "all")
    vote(journey, item, three[0])
    assert vote(journey, item, three[0]) is None
    assert vote(journey, item, three[0], "reject") == "AlreadySigned"
    signed = select(InstanceEvent).where(InstanceEvent.kind == EventKind.SIGNED)
    assert len(journey.session.scalars(signed).all()) == 1


def test_what_several_sign_is_nobodys_to_claim_or_give_away(journey, three):
    item = countersigned(journey, "all")
    for results in (
        claim(journey.session, [item], by=three[0]),
        transfer(journey.session, [item], by=three[0], to_user_id=three[1].user_id),
    ):
        assert type(results[0].refusal).__name__ == "SeveralSign"


def test_a_step_that_nobody_could_sign_is_held_with_an_alarm(journey):
    """Its department has no member whose role opens it: it waits for nobody, and an administrator hears of it."""
    redraw(journey.session, "score_declaration", NODE, marker=AT_ONCE, countersign="all")
    journey.declare()
    for membership in members_of(journey):
        membership.is_enabled = False
    journey.session.flush()
    journey.review("employer_review", "approve", by=journey.chain.employer_member)
    held = [journey.session.get_one(WorkItem, id) for id in journey.open_items(NODE)]
    assert {(row.organization_id, row.came_by) for row in held} == {(None, CameBy.HELD)}
    assert journey.session.scalars(select(Alarm.kind)).all() == [AlarmKind.NOBODY] * len(held)


def members_of(journey: Journey) -> list:
    query = select(Membership).where(Membership.organization_id == journey.chain.hr.id)
    return list(journey.session.scalars(query))


def test_who_is_added_before_advises_first(journey, three):
    item, holder, (one, _, _) = at_hr(journey), journey.chain.hr_member, three
    add_signers(journey.session, item, by=holder, user_ids=[one.user_id], kind=SignOffKind.BEFORE)
    assert vote(journey, item, holder) == "NotYetYourTurn"
    assert vote(journey, item, one, "reject") is None  # advice
    assert outcome_of(journey, item) is None
    assert vote(journey, item, holder) is None
    assert outcome_of(journey, item) == "approve"


def test_who_is_added_alongside_must_agree_too(journey, three):
    item, holder, (one, two, _) = at_hr(journey), journey.chain.hr_member, three
    both = [one.user_id, two.user_id]
    add_signers(journey.session, item, by=holder, user_ids=both, kind=SignOffKind.ALONGSIDE)
    assert vote(journey, item, holder) is None
    assert vote(journey, item, one) is None
    assert outcome_of(journey, item) is None
    assert vote(journey, item, two, "return") is None
    assert outcome_of(journey, item) == "return"


def test_who_is_added_after_signs_after_the_holder_and_only_if_he_agrees(journey, three):
    item, holder, (one, _, _) = at_hr(journey), journey.chain.hr_member, three
    add_signers(journey.session, item, by=holder, user_ids=[one.user_id], kind=SignOffKind.AFTER)
    assert vote(journey, item, one) == "NotYetYourTurn"
    assert vote(journey, item, holder) is None
    assert outcome_of(journey, item) is None
    assert vote(journey, item, one) is None
    assert outcome_of(journey, item) == "approve"


def test_who_was_added_is_taken_off_by_who_added_him_and_the_rest_may_settle_it(journey, three):
    session, item, holder, (one, two, _) = journey.session, at_hr(journey), journey.chain.hr_member, three
    add_signers(session, item, by=holder, user_ids=[one.user_id], kind=SignOffKind.AFTER)
    with pytest.raises(NotPermitted):
        remove_signer(session, item, by=two, user_id=one.user_id)
    vote(journey, item, holder)
    remove_signer(session, item, by=holder, user_id=one.user_id)
    assert outcome_of(journey, item) == "approve"
    with pytest.raises(NotFound):
        remove_signer(session, 10**9, by=holder, user_id=one.user_id)


def test_nobody_is_added_twice_nor_who_submitted_the_item(journey, three):
    session, item, holder, (one, _, _) = journey.session, at_hr(journey), journey.chain.hr_member, three
    add_signers(session, item, by=holder, user_ids=[one.user_id], kind=SignOffKind.AFTER)
    with pytest.raises(SignsAlready):
        add_signers(session, item, by=holder, user_ids=[one.user_id], kind=SignOffKind.BEFORE)
    submitter = make_member(
        session, journey.chain.hr, name="兼职", user=user_of(journey.chain.base_member, session)
    )
    with pytest.raises(ColleagueSubmitted):
        add_signers(session, item, by=holder, user_ids=[submitter.user_id], kind=SignOffKind.AFTER)


def user_of(actor: Actor, session: Session):
    return session.get_one(User, actor.user_id)


def test_a_countersigned_step_takes_more_signers_alongside_only(journey, three):
    session = journey.session
    clerk = make_member(session, journey.chain.hr, name="文员", modules=(Module.STATISTICS,))
    item = countersigned(journey, "all")
    with pytest.raises(OnlyAlongside):
        add_signers(session, item, by=three[0], user_ids=[clerk.user_id], kind=SignOffKind.BEFORE)
    add_signers(session, item, by=three[0], user_ids=[clerk.user_id], kind=SignOffKind.ALONGSIDE)
    assert vote(journey, item, clerk) is None


def test_where_the_diagram_says_so_nobody_decides_two_steps(journey):
    session = journey.session
    redraw(session, "score_declaration", NODE, distinct="true")
    item = at_hr(journey)
    reviewer = user_of(journey.chain.employer_member, session)
    both = make_member(session, journey.chain.hr, name="两处任职", user=reviewer)
    assert vote(journey, item, both) == "DecidedEarlier"
    assert vote(journey, item, journey.chain.hr_member) is None
