"""Exactly one super administrator of every organisation that has members, whatever happens at once."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from app.errors import NotFound, NotPermitted, Refusal
from app.services.accounts.change_member import delete_member, set_enabled
from app.services.accounts.hand_over import hand_over
from app.services.accounts.refusals import MemberDisabled, OwnAccount
from models import AuditEvent, Membership, User
from tests.factories import make_base, make_member


@pytest.fixture
def base(session):
    return make_base(session)


@pytest.fixture
def chief(session, base):
    return make_member(session, base, is_super=True)


@pytest.fixture
def heir(session, base, chief):
    return make_member(session, base, modules=())


def supers(session, organization_id):
    query = select(Membership.id).where(Membership.organization_id == organization_id, Membership.is_super)
    return session.scalars(query).all()


def test_the_heir_is_super_and_the_old_one_is_no_member_any_more(session, base, chief, heir):
    hand_over(session, heir.membership_id, by=chief)
    assert supers(session, base.id) == [heir.membership_id]
    assert session.get(Membership, chief.membership_id) is None
    assert session.get_one(User, chief.user_id).is_enabled
    line = session.scalars(select(AuditEvent).where(AuditEvent.action == "member:hand_over")).one()
    assert (line.user_id, line.detail) == (chief.user_id, {"user": heir.user_id, "removed": chief.user_id})


def test_only_the_super_administrator_hands_over_and_only_to_an_enabled_colleague(session, base, chief, heir):
    manager = make_member(session, base)
    with pytest.raises(NotPermitted):
        hand_over(session, heir.membership_id, by=manager)
    with pytest.raises(OwnAccount):
        hand_over(session, chief.membership_id, by=chief)
    with pytest.raises(NotFound):
        hand_over(session, make_member(session, make_base(session)).membership_id, by=chief)
    set_enabled(session, heir.membership_id, False, by=chief)
    with pytest.raises(MemberDisabled):
        hand_over(session, heir.membership_id, by=chief)
    assert supers(session, base.id) == [chief.membership_id]


@pytest.fixture
def office(committed_database):
    """A committed organisation: its id, the super administrator and two colleagues."""
    with committed_database.unit_of_work() as session:
        base = make_base(session)
        chief = make_member(session, base, is_super=True)
        return base.id, chief, make_member(session, base), make_member(session, base)


def at_once(database, *acts, commit_together=False):
    """Run each act in its own transaction; all begin (or end) together. Returns what was refused."""
    gate = threading.Barrier(len(acts))

    def run(act):
        try:
            with database.unit_of_work() as session:
                session.execute(select(1))
                if not commit_together:
                    gate.wait()
                act(session)
                if commit_together:
                    gate.wait()
        except (Refusal, IntegrityError) as refusal:
            return type(refusal).__name__
        return None

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_of_two_hand_overs_at_once_one_counts(committed_database, office):
    organization_id, chief, first, second = office
    done = at_once(
        committed_database,
        lambda session: hand_over(session, first.membership_id, by=chief),
        lambda session: hand_over(session, second.membership_id, by=chief),
    )
    assert set(done) == {"NotPermitted", None}
    with committed_database.unit_of_work() as session:
        assert len(supers(session, organization_id)) == 1


def test_the_heir_is_deleted_at_the_same_moment_and_somebody_is_super(committed_database, office):
    organization_id, chief, first, _ = office
    at_once(
        committed_database,
        lambda session: hand_over(session, first.membership_id, by=chief),
        lambda session: delete_member(session, first.membership_id, by=chief),
    )
    with committed_database.unit_of_work() as session:
        assert len(supers(session, organization_id)) == 1


def test_two_managers_who_delete_each_other_do_not_wait_in_a_circle(committed_database, office):
    _, _, first, second = office
    done = at_once(
        committed_database,
        lambda session: delete_member(session, second.membership_id, by=first),
        lambda session: delete_member(session, first.membership_id, by=second),
    )
    assert set(done) == {"NotPermitted", None}


def test_the_database_refuses_members_without_a_super_administrator(committed_database, office):
    organization_id, chief, *_ = office
    for change in (
        delete(Membership).where(Membership.id == chief.membership_id),
        update(Membership).where(Membership.organization_id == organization_id).values(is_super=False, role_id=1),
    ):
        with pytest.raises(IntegrityError), committed_database.unit_of_work() as session:
            session.execute(change)
    with committed_database.unit_of_work() as session:
        session.execute(delete(Membership).where(Membership.organization_id == organization_id))  # nobody is left


def test_the_database_sees_a_member_who_comes_while_the_last_ones_go(committed_database, office):
    organization_id, _, first, _ = office
    with committed_database.unit_of_work() as session:
        role_id = session.get_one(Membership, first.membership_id).role_id
        newcomer = make_member(session, make_base(session)).user_id
    values = {"user_id": newcomer, "organization_id": organization_id, "role_id": role_id}
    done = at_once(
        committed_database,
        lambda session: session.execute(delete(Membership).where(Membership.organization_id == organization_id)),
        lambda session: session.execute(insert(Membership).values(**values)),
        commit_together=True,
    )
    assert set(done) == {"IntegrityError", None}
