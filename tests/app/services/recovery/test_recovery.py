"""Forgotten passwords: one answer whatever is true, and a request with whoever may reset."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from app.errors import NotFound
from app.services.accounts import passwords, sessions, throttle
from app.services.accounts.refusals import WrongNumber
from app.services.accounts.reset_password import reset_learner
from app.services.recovery.ask import Claim, ask_for_password
from app.services.recovery.link import LinkGone, check_link, open_link, use_link
from app.services.recovery.requests import Asker, ignore_request, waiting_requests
from models import LoginAttempt, PasswordRecovery, PasswordRequest, User, UserSession
from tests.factories import (
    PASSWORD,
    make_employer,
    make_hr,
    make_learner,
    make_member,
    make_user,
    resident_id_of,
)

NEW = "Neues@98765"


@pytest.fixture
def hr(session):
    return make_hr(session)


@pytest.fixture
def employer(session, hr):
    return make_employer(session, hr=hr, name="测试医院")


@pytest.fixture
def chief(session, employer):
    return make_member(session, employer, is_super=True, name="医院超级")


@pytest.fixture
def learner(session, employer, chief):
    return make_learner(
        session, employer=employer, name="张学员", user=make_user(session, name="张学员", email="z@x.cn")
    )


def claim_of(session, user_id, organization="测试医院", **changes):
    user = session.get_one(User, user_id)
    return Claim(
        **({"resident_id": resident_id_of(user), "name": user.name, "organization": organization} | changes)
    )


def names(session, asker, by):
    return [one.name for one in waiting_requests(session, asker, by=by)]


def test_a_learner_is_seen_by_the_employer_once(session, learner, chief):
    for _ in range(2):
        ask_for_password(session, claim_of(session, learner.user_id))
    assert names(session, Asker.LEARNER, chief) == ["张学员"]
    assert names(session, Asker.MEMBER, chief) == []


def test_a_member_is_seen_by_his_organisation_and_its_chief_by_the_superior(session, hr, employer, chief):
    clerk, above = make_member(session, employer, name="职员"), make_member(session, hr)
    for member in (clerk, chief):
        ask_for_password(session, claim_of(session, member.user_id))
    assert names(session, Asker.MEMBER, chief) == ["职员"]
    assert names(session, Asker.SUBORDINATE, above) == ["医院超级"]


@pytest.mark.parametrize("wrong", [{"name": "李四"}, {"organization": "别的医院"}])
def test_what_does_not_agree_leaves_nothing_and_says_nothing(session, learner, wrong):
    assert ask_for_password(session, claim_of(session, learner.user_id, **wrong)) is None
    assert session.scalar(select(func.count()).select_from(PasswordRequest)) == 0


def test_right_and_wrong_claims_count_alike_and_lock(session, learner):
    for number in range(5):
        wrong = {"name": "李四"} if number % 2 else {}
        ask_for_password(session, claim_of(session, learner.user_id, **wrong))
    assert session.scalar(select(func.count()).select_from(LoginAttempt)) == 5
    with pytest.raises(throttle.Locked):
        ask_for_password(session, claim_of(session, learner.user_id))


def test_a_number_that_none_can_be_is_told(session):
    with pytest.raises(WrongNumber):
        ask_for_password(session, Claim("123", "张三", "测试医院"))


def test_a_reset_settles_the_request_and_voids_the_links(session, learner, chief):
    ask_for_password(session, claim_of(session, learner.user_id))
    link = open_link(session, learner.user_id)
    reset_learner(session, learner.id, by=chief)
    assert names(session, Asker.LEARNER, chief) == []
    with pytest.raises(LinkGone):
        check_link(session, link.token)


def test_an_ignored_request_leaves_the_password_and_another_organisation_has_none(session, learner, chief):
    ask_for_password(session, claim_of(session, learner.user_id))
    request = waiting_requests(session, Asker.LEARNER, by=chief)[0]
    other = make_member(session, make_employer(session))
    with pytest.raises(NotFound):
        ignore_request(session, request.id, Asker.LEARNER, by=other)
    ignore_request(session, request.id, Asker.LEARNER, by=chief)
    assert names(session, Asker.LEARNER, chief) == []
    with pytest.raises(NotFound):
        ignore_request(session, request.id, Asker.LEARNER, by=chief)


def test_a_link_sets_the_password_once_ends_sessions_and_lifts_the_lock(session, learner, chief):
    ask_for_password(session, claim_of(session, learner.user_id))
    sessions.open_session(session, data={}, user_id=learner.user_id, learner_id=learner.id)
    link = open_link(session, learner.user_id)
    assert link.token.encode() not in session.scalars(select(PasswordRecovery.token_hash)).one()
    use_link(session, link.token, NEW)
    user = session.get_one(User, learner.user_id, populate_existing=True)
    assert passwords.is_right(user.password_hash, NEW)
    assert session.scalar(select(func.count()).select_from(UserSession)) == 0
    assert names(session, Asker.LEARNER, chief) == []
    with pytest.raises(LinkGone):
        use_link(session, link.token, "Neues@98766")


def test_a_link_is_good_for_half_an_hour(session, learner):
    link = open_link(session, learner.user_id)
    session.execute(update(PasswordRecovery).values(expires_at=func.now() - timedelta(seconds=1)))
    with pytest.raises(LinkGone):
        check_link(session, link.token)


@pytest.mark.parametrize(
    ("new", "refusal"), [("schwach", passwords.WeakPassword), (PASSWORD, passwords.PasswordUsedBefore)]
)
def test_a_refused_password_leaves_the_link_good(session, learner, new, refusal):
    link = open_link(session, learner.user_id)
    with pytest.raises(refusal):
        use_link(session, link.token, new)
    check_link(session, link.token)
