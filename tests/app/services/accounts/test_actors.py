import threading

import pytest
from psycopg import errors
from sqlalchemy import func, select, text, update
from sqlalchemy.exc import OperationalError

from app.services.accounts.actors import load_actor
from models import Learner, Membership, Organization, Role, User
from tests.factories import learner_actor, make_base, make_learner, make_member


@pytest.fixture
def member(session):
    return make_member(session, make_base(session))


@pytest.mark.parametrize("lock", [False, True])
def test_a_membership_makes_an_actor(session, member, lock):
    chief = make_member(session, make_base(session), is_super=True)
    assert load_actor(session, membership_id=member.membership_id, lock=lock) == member
    assert load_actor(session, membership_id=chief.membership_id, lock=lock) == chief


def test_a_learner_makes_an_actor(session):
    learner = make_learner(session)
    assert load_actor(session, learner_id=learner.id) == learner_actor(session, learner)


@pytest.mark.parametrize("model", [User, Membership, Organization])
@pytest.mark.parametrize("lock", [False, True])
def test_nothing_disabled_makes_an_actor(session, member, model, lock):
    session.execute(update(model).values(is_enabled=False))
    assert load_actor(session, membership_id=member.membership_id, lock=lock) is None


def test_a_disabled_learner_makes_no_actor(session):
    learner = make_learner(session)
    session.execute(update(Learner).values(is_enabled=False))
    assert load_actor(session, learner_id=learner.id) is None


def test_what_does_not_exist_makes_no_actor(session):
    assert load_actor(session, membership_id=0) is None
    assert load_actor(session, learner_id=0) is None
    assert load_actor(session) is None


def test_a_role_gives_only_what_its_kind_of_organisation_has(session, member):
    session.execute(update(Role).values(modules=["score_review", "score_declare", "unknown"]))
    assert load_actor(session, membership_id=member.membership_id).modules == {"score_declare"}


@pytest.fixture
def committed_member(committed_database):
    with committed_database.unit_of_work() as session:
        return make_member(session, make_base(session))


def test_a_role_cannot_change_under_a_decision(committed_database, committed_member):
    with committed_database.sessions() as deciding, committed_database.sessions() as changing:
        load_actor(deciding, membership_id=committed_member.membership_id, lock=True)
        changing.execute(text("SET LOCAL lock_timeout = '50ms'"))
        with pytest.raises(OperationalError) as refused:
            changing.execute(update(Role).values(modules=[]))
        assert isinstance(refused.value.orig, errors.LockNotAvailable)


def test_two_decisions_of_one_member_do_not_wait_for_each_other(committed_database, committed_member):
    with committed_database.sessions() as first, committed_database.sessions() as second:
        for deciding in (first, second):
            deciding.execute(text("SET LOCAL lock_timeout = '50ms'"))
            assert load_actor(deciding, membership_id=committed_member.membership_id, lock=True)


@pytest.mark.parametrize(
    ("change", "outcome"),
    [
        (update(Role).values(modules=[]), "no modules"),
        (update(Membership).values(is_enabled=False), "no actor"),
    ],
)
def test_a_change_that_was_first_is_seen(committed_database, committed_member, change, outcome):
    found = []

    def decide():
        with committed_database.sessions() as deciding:
            found.append(load_actor(deciding, membership_id=committed_member.membership_id, lock=True))

    with committed_database.sessions() as changing:
        changing.execute(change)
        decider = threading.Thread(target=decide)
        decider.start()
        _until_somebody_waits(committed_database)
        changing.commit()
    decider.join(timeout=10)
    assert (found[0] and found[0].modules) == {"no modules": frozenset(), "no actor": None}[outcome]


def _until_somebody_waits(database):
    waiting = select(func.count()).select_from(text("pg_locks")).where(text("NOT granted"))
    with database.sessions() as looking:
        for _ in range(5_000):
            if looking.scalar(waiting):
                return
            looking.rollback()
    pytest.fail("nobody waits for the lock")
