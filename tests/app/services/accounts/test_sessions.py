from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from app.permissions import MODULES
from app.services.accounts import sessions
from models import Learner, Membership, Organization, Role, User, UserSession
from tests.factories import learner_actor, make_base, make_learner, make_member


def load(session, token):
    session.expire_all()
    return sessions.load(session, token, idle_minutes=30)


def open_for(session, actor):
    return sessions.open_session(
        session,
        data={"key": "value"},
        user_id=actor.user_id,
        membership_id=actor.membership_id,
        learner_id=actor.learner_id,
    )


def move_back(session, **ago):
    session.execute(update(UserSession).values(seen_at=func.now() - timedelta(**ago)))


@pytest.fixture
def member(session):
    return make_member(session, make_base(session))


def test_a_session_knows_the_member_as_the_role_makes_him(session, member):
    live = load(session, open_for(session, member))
    assert live.actor == member
    assert live.data == {"key": "value"}


def test_a_session_knows_the_super_administrator_with_all_modules(session):
    chief = make_member(session, make_base(session), is_super=True)
    assert load(session, open_for(session, chief)).actor == chief
    assert chief.modules == {module.value for module in MODULES["base"]}


def test_a_session_knows_the_learner(session):
    learner = learner_actor(session, make_learner(session))
    assert load(session, open_for(session, learner)).actor == learner


def test_a_session_of_nobody_has_no_actor(session):
    live = load(session, sessions.open_session(session, data={}))
    assert (live.user_id, live.actor) == (None, None)


def test_a_person_who_has_not_chosen_has_no_actor_yet(session, member):
    live = load(session, sessions.open_session(session, data={}, user_id=member.user_id))
    assert (live.user_id, live.actor) == (member.user_id, None)


def test_the_table_does_not_hold_the_token(session):
    token = sessions.open_session(session, data={})
    kept = session.scalars(select(UserSession.token_hash)).one()
    assert len(kept) == 32
    assert token.encode() not in kept
    assert load(session, kept.hex()) is None


@pytest.mark.parametrize(("minutes", "is_live"), [(29, True), (31, False)])
def test_a_session_ends_after_half_an_hour_without_a_request(session, member, minutes, is_live):
    token = open_for(session, member)
    move_back(session, minutes=minutes)
    assert (load(session, token) is not None) is is_live


def test_a_request_keeps_a_session_alive(session, member):
    token = open_for(session, member)
    move_back(session, minutes=29)
    assert load(session, token).is_stale
    sessions.touch(session, token)
    assert not load(session, token).is_stale


def test_within_a_minute_nothing_is_written(session, member):
    token = open_for(session, member)
    move_back(session, seconds=50)
    assert not load(session, token).is_stale


@pytest.mark.parametrize("model", [User, Membership, Organization])
def test_a_session_is_over_when_the_person_membership_or_organisation_is_disabled(session, member, model):
    token = open_for(session, member)
    session.execute(update(model).values(is_enabled=False))
    assert load(session, token) is None


def test_a_session_is_over_when_the_learner_is_disabled(session):
    token = open_for(session, learner_actor(session, make_learner(session)))
    session.execute(update(Learner).values(is_enabled=False))
    assert load(session, token) is None


def test_a_role_that_changes_counts_at_the_next_request(session, member):
    token = open_for(session, member)
    session.execute(update(Role).values(modules=["score_entry", "score_review"]))
    assert load(session, token).actor.modules == {"score_entry"}  # a base has no reviews to give


def test_ending_a_session_leaves_the_others(session, member):
    first, second = open_for(session, member), open_for(session, member)
    sessions.end(session, first)
    assert load(session, first) is None
    assert load(session, second) is not None


def test_a_session_keeps_what_a_page_stored(session, member):
    token = open_for(session, member)
    sessions.save(session, token, {"other": [1]})
    assert load(session, token).data == {"other": [1]}
