"""Whoever resets a password could sign in with it: he must stand above all that the person is."""

import pytest
from sqlalchemy import func, insert, select

from app.errors import NotFound, NotPermitted
from app.services.accounts import passwords, throttle
from app.services.accounts.chief import find_chief
from app.services.accounts.learners import find_learner, list_learners
from app.services.accounts.refusals import (
    BelongsElsewhere,
    MoreThanYourOwn,
    NobodyThere,
    OwnAccount,
    SuperAdministrator,
)
from app.services.accounts.reset_password import reset_learner, reset_member, reset_subordinate
from models import AuditEvent, Module, User, UserSession
from tests.factories import (
    make_base,
    make_competent,
    make_employer,
    make_hr,
    make_learner,
    make_member,
    resident_id_of,
)
from tests.statements import statements


@pytest.fixture
def hr(session):
    return make_hr(session)


@pytest.fixture
def hr_chief(session, hr):
    return make_member(session, hr, is_super=True)


@pytest.fixture
def employer(session, hr):
    return make_employer(session, hr=hr, name="测试医院")


@pytest.fixture
def chief(session, employer):
    return make_member(session, employer, is_super=True, name="医院超级")


@pytest.fixture
def clerk(session, employer, chief):
    return make_member(session, employer, modules=(Module.SCORE_REVIEW,), name="医院职员")


def user_of(session, actor) -> User:
    return session.get_one(User, actor.user_id, populate_existing=True)


def test_a_reset_ends_sessions_lifts_the_lock_and_asks_for_a_new_password(session, chief, clerk):
    user = user_of(session, clerk)
    session.execute(insert(UserSession).values(token_hash=b"x" * 32, user_id=user.id))
    while throttle.note(session, user.resident_id_hash, succeeded=False):
        pass
    issued = reset_member(session, clerk.membership_id, by=chief)
    user = user_of(session, clerk)
    assert issued.name == "医院职员"
    assert passwords.is_right(user.password_hash, issued.password)
    assert passwords.problem_of(issued.password, resident_id_of(user)) is None
    assert user.must_change_password
    assert session.scalar(select(func.count()).select_from(UserSession)) == 0
    throttle.check(session, user.resident_id_hash)
    line = session.scalars(select(AuditEvent)).one()
    assert line.detail == {"act": "reset_password", "user": user.id}


def test_no_two_one_time_passwords_are_alike(session, chief, clerk):
    issued = {reset_member(session, clerk.membership_id, by=chief).password for _ in range(3)}
    assert len(issued) == 3


def test_a_person_who_is_somebody_elsewhere_is_not_reset_by_one_of_his_organisations(session, chief, clerk):
    make_member(session, make_base(session, name="别处基地"), user=user_of(session, clerk))
    with pytest.raises(BelongsElsewhere, match="别处基地"):
        reset_member(session, clerk.membership_id, by=chief)


def test_a_learner_of_another_employer_is_not_reset_by_making_him_a_member(session, chief, clerk):
    make_learner(session, employer=make_employer(session, name="别的单位"), user=user_of(session, clerk))
    with pytest.raises(BelongsElsewhere, match="别的单位"):
        reset_member(session, clerk.membership_id, by=chief)


class TestTheSuperior:
    def test_resets_the_super_administrator_of_an_organisation_under_it(self, session, hr_chief, employer, chief):
        issued = reset_subordinate(session, employer.id, by=hr_chief)
        assert issued.name == "医院超级"
        assert user_of(session, chief).must_change_password

    def test_is_the_competent_department_where_there_is_one(self, session, hr, hr_chief):
        competent = make_competent(session, hr=hr)
        base = make_base(session, competent=competent)
        make_member(session, base, is_super=True)
        with pytest.raises(NotFound):
            reset_subordinate(session, base.id, by=hr_chief)
        assert reset_subordinate(session, base.id, by=make_member(session, competent)).password

    def test_is_the_hr_department_of_the_level_where_there_is_no_other(self, session, hr, hr_chief):
        base = make_base(session, hr=hr, superior_id=None)
        make_member(session, base, is_super=True)
        assert reset_subordinate(session, base.id, by=hr_chief).password

    def test_is_nobody_elses(self, session, employer, chief, clerk):
        stranger = make_member(session, make_hr(session), is_super=True)
        for other in (stranger, chief):
            with pytest.raises(NotFound):
                reset_subordinate(session, employer.id, by=other)
        with pytest.raises(NotPermitted):
            reset_subordinate(session, employer.id, by=clerk)
        with pytest.raises(NotPermitted):
            reset_subordinate(session, employer.id, by=make_member(session, make_base(session), is_super=True))

    def test_cannot_reach_a_person_of_its_own_house_or_above_through_a_subordinate(self, session, hr, hr_chief):
        below = make_employer(session, hr=hr)
        make_member(session, below, is_super=True, user=user_of(session, hr_chief))
        manager = make_member(session, hr)
        with pytest.raises(BelongsElsewhere):
            reset_subordinate(session, below.id, by=manager)
        with pytest.raises(OwnAccount):
            reset_subordinate(session, below.id, by=hr_chief)

    def test_is_told_where_nobody_is(self, session, hr_chief, employer):
        with pytest.raises(NobodyThere, match="测试医院"):
            reset_subordinate(session, employer.id, by=hr_chief)

    def test_sees_whose_password_it_is(self, session, hr, hr_chief, employer, chief):
        found = find_chief(session, employer.id, by=hr_chief)
        assert (found.chief, found.name) == ("医院超级", "测试医院")
        assert "********" in found.masked_id
        with pytest.raises(NotFound):
            find_chief(session, hr.id, by=hr_chief)


class TestTheEmployer:
    def test_resets_its_own_learner(self, session, chief, employer):
        learner = make_learner(session, employer=employer)
        issued = reset_learner(session, learner.id, by=chief)
        assert passwords.is_right(session.get_one(User, learner.user_id).password_hash, issued.password)

    def test_not_anothers(self, session, chief):
        learner = make_learner(session)
        for act in (reset_learner, find_learner):
            with pytest.raises(NotFound):
                act(session, learner.id, by=chief)

    def test_not_a_learner_who_administers_a_base(self, session, chief, employer):
        learner = make_learner(session, employer=employer)
        make_member(session, make_base(session), user=session.get_one(User, learner.user_id))
        with pytest.raises(BelongsElsewhere):
            reset_learner(session, learner.id, by=chief)

    def test_not_an_own_learner_with_more_rights_than_the_one_who_resets(self, session, chief, clerk, employer):
        manager = make_member(session, employer, modules=(Module.ACCOUNTS,))
        for actor, refusal in ((chief, SuperAdministrator), (clerk, MoreThanYourOwn), (manager, OwnAccount)):
            learner = make_learner(session, employer=employer, user=user_of(session, actor))
            with pytest.raises(refusal):
                reset_learner(session, learner.id, by=manager)

    def test_finds_them_by_the_beginning_of_the_name_or_the_whole_number(self, session, chief, employer):
        zhang = make_learner(session, employer=employer, name="张学员")
        li = make_learner(session, employer=employer, name="李学员")
        make_learner(session, name="张别处")
        number = resident_id_of(session.get_one(User, li.user_id))
        for text, expected in (("", [zhang, li]), ("张", [zhang]), (number.lower(), [li]), (number[:17], [])):
            found = [row.id for row in list_learners(session, by=chief, text=text).rows]
            assert found == [one.id for one in expected], text
        with statements() as sent:
            list_learners(session, by=chief, limit=1)
        assert len(sent) == 1
