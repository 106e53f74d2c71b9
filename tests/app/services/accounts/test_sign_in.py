from dataclasses import replace
from datetime import timedelta
from time import perf_counter

import pytest
from sqlalchemy import func, select, update

from app.config import settings
from app.errors import NotFound
from app.services.accounts import passwords
from app.services.accounts.sign_in import Disabled, WrongResidentId, WrongSignIn, choose, sign_in
from app.services.accounts.throttle import ADDRESS_FAILURES, AddressThrottled, Locked
from app.services.audit import request_address
from models import AuditEvent, Learner, LoginAttempt, Membership, Organization, User, UserType
from tests.factories import (
    PASSWORD,
    make_base,
    make_hr,
    make_learner,
    make_member,
    make_user,
    nth_resident_id,
    resident_id_of,
)

UNKNOWN = nth_resident_id(999_999)


@pytest.fixture
def base(session):
    return make_base(session, name="测试基地")


@pytest.fixture
def user(session, base):
    user = make_user(session, resident_id="41019919800101005X")
    make_member(session, base, user=user)
    return user


def attempt(session, user_or_number, *, password=PASSWORD, user_type=UserType.BASE):
    number = user_or_number if isinstance(user_or_number, str) else resident_id_of(user_or_number)
    return sign_in(session, user_type=user_type, resident_id=number, password=password)


def last_audit(session):
    return session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc()).limit(1)).one()


def test_the_right_password_signs_in(session, user, base):
    found = attempt(session, user)
    assert (found.refusal, found.user_id) == (None, user.id)
    assert [identity.organization_name for identity in found.identities] == ["测试基地"]


@pytest.mark.parametrize(
    "typed",
    [
        "41019919800101005x",
        " 41019919800101005X ",
        "\uff14\uff11\uff10\uff11\uff19\uff1919800101005\uff38",  # full-width
        "410199 19800101 005x",
        "\t41019919800101005X\n",
    ],
)
def test_an_id_number_is_taken_as_it_is_typed(session, user, typed):
    assert attempt(session, typed).user_id == user.id


def test_an_id_number_that_cannot_be_right_is_told_and_not_counted(session, user):
    refusal = attempt(session, "410199198001010058").refusal
    assert isinstance(refusal, WrongResidentId)
    assert "校验码" in str(refusal)
    assert session.scalar(select(func.count()).select_from(LoginAttempt)) == 0


def test_nobody_learns_whether_a_person_exists(session, user):
    answers = {
        str(attempt(session, user, password="Falsch@12345").refusal),
        str(attempt(session, UNKNOWN).refusal),
        str(attempt(session, user, user_type=UserType.HR).refusal),
    }
    assert len(answers) == 2  # the count of attempts left differs: the last two are on one account
    assert all(answer.startswith("账号或密码错误，或用户类型选择有误。") for answer in answers)
    assert str(attempt(session, nth_resident_id(888_888)).refusal) in answers


def test_an_unknown_person_takes_as_long_as_a_wrong_password(session, user, costly_passwords):
    user.password_hash = passwords.hashed(PASSWORD)
    session.flush()

    def seconds(number):
        began = perf_counter()
        assert isinstance(attempt(session, number, password="Falsch@12345").refusal, WrongSignIn)
        return perf_counter() - began

    seconds(UNKNOWN)  # nobody's hash is made once a process
    known = min(seconds(user) for _ in range(3))
    unknown = min(seconds(UNKNOWN) for _ in range(3))
    assert 0.5 < unknown / known < 2


@pytest.fixture
def costly_passwords(monkeypatch):
    """As costly as in production, so that the time of the comparison is what is measured."""
    costly = replace(settings(), password_cost=4, password_memory=19456)
    monkeypatch.setattr(passwords, "settings", lambda: costly)


def test_five_failures_lock_the_account_even_for_the_right_password(session, user):
    left = [attempt(session, user, password="Falsch@12345").refusal for _ in range(5)]
    assert [type(refusal) for refusal in left] == [WrongSignIn] * 4 + [Locked]
    assert "再输错1次" in str(left[3])
    refusal = attempt(session, user).refusal
    assert isinstance(refusal, Locked)
    assert "30分钟后" in str(refusal)


def test_an_account_that_does_not_exist_is_locked_just_the_same(session):
    kinds = [type(attempt(session, UNKNOWN).refusal) for _ in range(6)]
    assert kinds == [WrongSignIn] * 4 + [Locked, Locked]


@pytest.mark.parametrize(("minutes", "is_locked"), [(29, True), (31, False)])
def test_a_lock_lasts_half_an_hour(session, user, minutes, is_locked):
    for _ in range(5):
        attempt(session, user, password="Falsch@12345")
    _move_attempts_back(session, minutes)
    assert isinstance(attempt(session, user).refusal, Locked) is is_locked


def test_after_a_lock_the_count_begins_anew(session, user):
    for _ in range(5):
        attempt(session, user, password="Falsch@12345")
    _move_attempts_back(session, 31)
    assert "再输错4次" in str(attempt(session, user, password="Falsch@12345").refusal)


def test_a_success_begins_the_count_anew(session, user):
    for _ in range(4):
        attempt(session, user, password="Falsch@12345")
    assert attempt(session, user).refusal is None
    assert "再输错4次" in str(attempt(session, user, password="Falsch@12345").refusal)


def test_an_address_that_fails_too_often_is_stopped_whoever_it_tries(session, user):
    token = request_address.set("203.0.113.7")
    try:
        failed = [
            LoginAttempt(resident_id_hash=bytes([n]) * 32, address="203.0.113.7", succeeded=False)
            for n in range(ADDRESS_FAILURES)
        ]
        session.add_all(failed)
        session.flush()
        assert isinstance(attempt(session, user).refusal, AddressThrottled)
        request_address.set("203.0.113.8")
        assert attempt(session, user).refusal is None
    finally:
        request_address.reset(token)


def _disable_user(session, user):
    session.execute(update(User).where(User.id == user.id).values(is_enabled=False))


def _disable_membership(session, user):
    session.execute(update(Membership).where(Membership.user_id == user.id).values(is_enabled=False))


def _disable_organization(session, user):
    session.execute(update(Organization).values(is_enabled=False))


@pytest.mark.parametrize("disable", [_disable_user, _disable_membership, _disable_organization])
def test_what_is_disabled_cannot_sign_in_and_is_told_so_only_with_the_right_password(session, user, disable):
    disable(session, user)
    session.expire_all()
    assert isinstance(attempt(session, user).refusal, Disabled)
    assert isinstance(attempt(session, user, password="Falsch@12345").refusal, WrongSignIn)


def test_a_disabled_learner_cannot_sign_in(session):
    learner = make_learner(session)
    session.execute(update(Learner).values(is_enabled=False))
    session.expire_all()
    user = session.get(User, learner.user_id)
    assert isinstance(attempt(session, user, user_type=UserType.LEARNER).refusal, Disabled)


def test_one_person_may_be_many(session, user, base):
    make_member(session, make_base(session, name="另一基地"), user=user)
    make_member(session, make_hr(session, name="某人社局"), user=user)
    make_learner(session, user=user)
    names = [identity.organization_name for identity in attempt(session, user).identities]
    assert names == ["测试基地", "另一基地"]
    assert len(attempt(session, user, user_type=UserType.LEARNER).identities) == 1


def test_an_identity_of_somebody_else_cannot_be_chosen(session, user, base):
    mine = attempt(session, user).identities[0]
    other = make_member(session, base)
    assert choose(session, user.id, mine.key) == mine
    with pytest.raises(NotFound):
        choose(session, user.id, f"member-{other.membership_id}")
    with pytest.raises(NotFound):
        choose(session, user.id, "nonsense")


def test_a_disabled_identity_cannot_be_chosen(session, user):
    mine = attempt(session, user).identities[0]
    _disable_membership(session, user)
    session.expire_all()
    with pytest.raises(NotFound):
        choose(session, user.id, mine.key)


def test_each_attempt_is_audited_without_the_number_in_the_clear(session, user, base):
    attempt(session, user)
    good = last_audit(session)
    assert (good.action, good.succeeded, good.user_id) == ("session:sign_in", True, user.id)
    assert good.organization_id == base.id
    attempt(session, UNKNOWN)
    bad = last_audit(session)
    assert (bad.succeeded, bad.user_id, bad.detail["reason"]) == (False, None, "WrongSignIn")
    assert bad.detail["resident_id"] == f"{UNKNOWN[:6]}********{UNKNOWN[-4:]}"


def test_an_old_hash_is_made_anew_with_todays_costs(session, user):
    old = passwords.PasswordHasher(time_cost=2, memory_cost=128, parallelism=1).hash(PASSWORD)
    session.execute(update(User).where(User.id == user.id).values(password_hash=old))
    session.expire_all()
    assert attempt(session, user).refusal is None
    session.flush()
    assert not passwords.is_outdated(user.password_hash)
    assert attempt(session, user).refusal is None


def _move_attempts_back(session, minutes):
    session.execute(update(LoginAttempt).values(created_at=LoginAttempt.created_at - timedelta(minutes=minutes)))
