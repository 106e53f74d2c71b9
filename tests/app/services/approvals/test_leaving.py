"""A member who leaves takes no work with him: what he held or was asked to sign is others' at once."""

import pytest
from sqlalchemy.orm import Session

from app.permissions import Actor
from app.services.accounts.change_member import delete_member, set_enabled
from app.services.approvals import decide
from app.services.approvals.chain import broken_chains, last_instance_id
from app.services.approvals.holding import claim
from app.services.approvals.signers import add_signers
from models import SignOffKind, WorkItem
from tests.factories import make_member
from tests.journey import Journey, begin
from tests.redrawn import AT_ONCE, redraw


@pytest.fixture
def journey(session: Session) -> Journey:
    started = begin(session, learners=1)
    started.declare()
    return started


@pytest.fixture
def leaver(journey: Journey) -> Actor:
    return make_member(journey.session, journey.chain.employer, name="将离任")


@pytest.fixture
def chief(journey: Journey, leaver: Actor) -> Actor:
    return make_member(journey.session, journey.chain.employer, name="超管", is_super=True)


def leave(journey: Journey, leaver: Actor, chief: Actor, way: str) -> None:
    if way == "disabled":
        set_enabled(journey.session, leaver.membership_id or 0, False, by=chief)
    else:
        delete_member(journey.session, leaver.membership_id or 0, by=chief)


def work(journey: Journey, item: int) -> WorkItem:
    return journey.session.get_one(WorkItem, item, populate_existing=True)


def approve(journey: Journey, item: int, by: Actor) -> bool:
    return decide(journey.session, [item], by=by, outcome="approve")[0].ok


@pytest.mark.parametrize("way", ["disabled", "deleted"])
def test_what_he_held_waits_for_everybody(journey: Journey, leaver: Actor, chief: Actor, way: str):
    item = journey.open_items("employer_review")[0]
    claim(journey.session, [item], by=leaver)
    leave(journey, leaver, chief, way)
    assert approve(journey, item, journey.chain.employer_member)
    assert broken_chains(journey.session, first=1, last=last_instance_id(journey.session)) == []


def test_his_signature_is_asked_for_no_longer_and_the_rest_settles_it(journey, leaver, chief):
    item, holder = journey.open_items("employer_review")[0], journey.chain.employer_member
    add_signers(journey.session, item, by=holder, user_ids=[leaver.user_id], kind=SignOffKind.AFTER)
    approve(journey, item, holder)
    assert work(journey, item).closed_at is None
    leave(journey, leaver, chief, "disabled")
    assert work(journey, item).outcome == "approve"


def test_where_he_was_the_only_one_whose_vote_counts_the_step_is_anybodys_again(journey, leaver, chief):
    item, colleague = journey.open_items("employer_review")[0], journey.chain.employer_member
    add_signers(journey.session, item, by=leaver, user_ids=[colleague.user_id], kind=SignOffKind.BEFORE)
    leave(journey, leaver, chief, "deleted")
    assert not work(journey, item).several_sign
    assert approve(journey, item, colleague)


def test_a_countersigned_step_goes_on_with_those_who_stay(session: Session):
    journey = begin(session, learners=1)
    redraw(session, "score_declaration", "employer_review", marker=AT_ONCE, countersign="all")
    leaver = make_member(session, journey.chain.employer, name="将离任")
    chief = make_member(session, journey.chain.employer, name="超管", is_super=True)
    journey.declare()
    item = journey.open_items("employer_review")[0]
    assert approve(journey, item, chief)
    assert approve(journey, item, journey.chain.employer_member)
    assert work(journey, item).closed_at is None
    leave(journey, leaver, chief, "disabled")
    assert work(journey, item).outcome == "approve"
