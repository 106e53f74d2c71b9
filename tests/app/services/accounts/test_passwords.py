from itertools import pairwise

import pytest
from sqlalchemy import func, select

from app.services.accounts import passwords, sessions
from app.services.accounts.passwords import (
    PasswordUsedBefore,
    WeakPassword,
    WrongPassword,
    change_password,
    is_right,
    problem_of,
)
from app.services.accounts.throttle import Locked
from models import AuditEvent, PasswordHistory, User, UserSession
from tests.factories import PASSWORD, make_base, make_member, make_user, nth_resident_id, resident_id_of

NUMBER = nth_resident_id(7)


@pytest.fixture
def member(session):
    return make_member(session, make_base(session))


def user_of(session, member):
    session.expire_all()
    return session.get(User, member.user_id)


@pytest.mark.parametrize(
    ("password", "problem"),
    [
        ("Abc12345", None),  # three of the four classes
        ("密码Abcdef1", None),  # other letters are signs
        ("abc@12345", None),
        ("Abc123", "8至64"),  # too short
        ("Aa1" * 22, "8至64"),  # too long
        ("abcdefgh", "至少三类"),
        ("abcd12345678", "至少三类"),
        (f"Aa@{NUMBER}", "身份证号"),  # the account itself
        (f"Aa@{NUMBER[6:14]}", "身份证号"),  # the birth date in it
        (f"Aa@{NUMBER[-6:].lower()}", "身份证号"),
        (f"Aa@@{NUMBER[-4:]}", None),  # four digits of it alone are many people's
    ],
)
def test_what_a_new_password_must_be(password, problem):
    found = problem_of(password, NUMBER)
    assert (found is None) if problem is None else problem in found


def test_the_new_password_takes_the_place_of_the_old_one(session, member):
    change_password(session, by=member, old=PASSWORD, new="Neu@98765432")
    user = user_of(session, member)
    assert is_right(user.password_hash, "Neu@98765432")
    assert not is_right(user.password_hash, PASSWORD)


def test_the_old_password_is_required(session, member):
    with pytest.raises(WrongPassword) as refused:
        change_password(session, by=member, old="Falsch@12345", new="Neu@98765432")
    assert refused.value.field == "old_password"
    assert is_right(user_of(session, member).password_hash, PASSWORD)


def test_guessing_the_old_password_locks_the_account(session, member):
    for _ in range(4):
        with pytest.raises(WrongPassword):
            change_password(session, by=member, old="Falsch@12345", new="Neu@98765432")
    for old in ("Falsch@12345", PASSWORD):
        with pytest.raises(Locked):
            change_password(session, by=member, old=old, new="Neu@98765432")


def test_a_weak_password_is_refused_with_its_reason(session, member):
    with pytest.raises(WeakPassword, match=r"^新密码应为8至64个字符。$"):
        change_password(session, by=member, old=PASSWORD, new="Kurz1@")


def test_the_last_five_passwords_cannot_be_used_again(session, member):
    used = [PASSWORD, *(f"Neu@9876543{n}" for n in range(5))]
    for old, new in pairwise(used):
        change_password(session, by=member, old=old, new=new)
    present = used[-1]
    for password in used[1:]:
        with pytest.raises(PasswordUsedBefore):
            change_password(session, by=member, old=present, new=password)
    change_password(session, by=member, old=present, new=PASSWORD)  # the sixth last


def test_no_more_old_hashes_are_kept_than_are_compared_with(session, member):
    used = [PASSWORD, *(f"Neu@9876543{n}" for n in range(8))]
    for old, new in pairwise(used):
        change_password(session, by=member, old=old, new=new)
    assert session.scalar(select(func.count()).select_from(PasswordHistory)) == 4


def test_a_change_ends_every_session_of_the_person_and_of_nobody_else(session, member):
    other = make_member(session, make_base(session))
    for actor in (member, member, other):
        sessions.open_session(session, data={}, user_id=actor.user_id, membership_id=actor.membership_id)
    change_password(session, by=member, old=PASSWORD, new="Neu@98765432")
    assert session.scalars(select(UserSession.user_id)).all() == [other.user_id]


def test_a_change_lifts_the_duty_to_change(session):
    user = make_user(session, must_change_password=True)
    change_password(
        session, by=make_member(session, make_base(session), user=user), old=PASSWORD, new="Neu@98765432"
    )
    session.expire_all()
    assert session.get(User, user.id).must_change_password is False


def test_changes_and_failed_ones_are_audited(session, member):
    with pytest.raises(WrongPassword):
        change_password(session, by=member, old="Falsch@12345", new="Neu@98765432")
    change_password(session, by=member, old=PASSWORD, new="Neu@98765432")
    rows = session.execute(select(AuditEvent.action, AuditEvent.succeeded).order_by(AuditEvent.id)).all()
    assert rows == [("password:change", False), ("password:change", True)]


def test_a_hash_is_never_right_for_nobody():
    assert not is_right(None, PASSWORD)
    assert not is_right("not a hash", PASSWORD)
    assert is_right(passwords.hashed(PASSWORD), PASSWORD)


def test_a_password_may_not_contain_the_number_of_its_own_account(session, member):
    number = resident_id_of(user_of(session, member))
    with pytest.raises(WeakPassword, match="身份证号"):
        change_password(session, by=member, old=PASSWORD, new=f"Aa@{number}")
