import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from models import AuditEvent, LoginAttempt, UserSession
from tests.app.conftest import page_text
from tests.app.views.conftest import is_signed_in, submit
from tests.factories import (
    PASSWORD,
    make_base,
    make_hr,
    make_learner,
    make_member,
    resident_id_of,
)


def test_a_base_administrator_signs_in_with_type_number_and_password(client, user):
    response = submit(client, user)
    assert (response.status_code, response.location) == (302, "/home")
    page = client.get("/home")
    assert "测试基地" in page.text
    assert "李测试" in page.text


def test_what_is_missing_is_named_beside_its_field(client, user):
    client.get("/sign-in")
    response = client.post("/sign-in", data={"resident_id": "   "})
    assert response.status_code == 422
    text = page_text(response)
    for sentence in ("请选择用户类型。", "请填写身份证号。", "请填写密码。"):
        assert sentence in text


def test_a_wrong_password_is_told_and_counted_although_the_page_shows_an_error(client, user, session):
    response = submit(client, user, password="Falsch@12345")
    assert response.status_code == 422
    assert "账号或密码错误，或用户类型选择有误。再输错4次" in page_text(response)
    assert session.scalar(select(func.count()).select_from(LoginAttempt)) == 1
    assert not is_signed_in(client)


def test_a_password_is_never_sent_back(client, user):
    assert "Falsch@12345" not in submit(client, user, password="Falsch@12345").text


def test_the_fifth_failure_locks_for_half_an_hour(client, user):
    for _ in range(4):
        submit(client, user, password="Falsch@12345")
    assert submit(client, user, password="Falsch@12345").status_code == 429
    response = submit(client, user)
    assert response.status_code == 429
    assert "请30分钟后再试" in page_text(response)


@pytest.mark.parametrize(
    ("wanted", "location"),
    [
        ("/password", "/password"),
        ("/inbox?after=3", "/inbox?after=3"),
        ("//evil.example", "/home"),
        ("https://evil.example/", "/home"),
        ("/\\evil.example", "/home"),
        ("javascript:alert(1)", "/home"),
        ("/\tpassword", "/home"),
    ],
)
def test_after_signing_in_only_a_page_of_this_site_is_opened(client, user, wanted, location):
    client.get("/sign-in", query_string={"next": wanted})
    fields = {"user_type": "base", "resident_id": resident_id_of(user), "password": PASSWORD}
    assert client.post("/sign-in", query_string={"next": wanted}, data=fields).location == location


def test_a_page_asks_to_sign_in_first_and_is_found_again(client):
    assert client.get("/password").location == "/sign-in?next=/password"
    assert client.get("/home").location == "/sign-in"


def test_who_is_signed_in_goes_on_from_the_sign_in_page(client, user):
    submit(client, user)
    assert client.get("/sign-in").location == "/home"


def test_the_token_changes_at_sign_in(client, user, session):
    client.get("/sign-in")
    before = client.get_cookie("session").value
    submit(client, user)
    after = client.get_cookie("session").value
    assert before != after
    assert session.scalar(select(func.count()).select_from(UserSession)) == 1
    client.set_cookie("session", before)
    assert not is_signed_in(client)


def test_signing_out_ends_the_session_on_the_server(client, user, session):
    submit(client, user)
    token = client.get_cookie("session").value
    client.get("/password")
    response = client.post("/sign-out")
    assert response.location == "/sign-in"
    assert "您已退出登录" in page_text(client.get("/sign-in"))
    client.set_cookie("session", token)
    assert not is_signed_in(client)
    last = session.scalars(select(AuditEvent.action).order_by(AuditEvent.id.desc()).limit(1)).one()
    assert last == "session:sign_out"


def test_an_idle_session_is_told_why_it_ended(client, user, session):
    submit(client, user)
    session.execute(update(UserSession).values(seen_at=func.now() - timedelta(minutes=31)))
    session.commit()
    assert client.get("/password").location == "/sign-in?next=/password"
    assert "登录已超时" in page_text(client.get("/sign-in?next=/password"))


def test_a_person_of_several_memberships_of_a_type_chooses(client, user, session):
    make_member(session, make_base(session, name="另一基地"), user=user)
    make_member(session, make_hr(session, name="某人社局"), user=user)
    session.commit()
    response = submit(client, user, path="/sign-in?next=/password")
    assert response.location == "/switch?next=/password"
    assert client.get("/home").location == "/switch"
    page = client.get("/switch?next=/password")
    assert "另一基地" in page.text
    assert "某人社局" not in page.text
    keys = re.findall(r'value="(member-\d+)"', page.text)
    assert client.post("/switch?next=/password", data={"identity": keys[1]}).location == "/password"
    assert "另一基地" in client.get("/password").text


def test_who_is_several_switches_without_signing_out(client, user, session):
    learner = make_learner(session, user=user)
    session.commit()
    submit(client, user)
    assert "切换身份" in client.get("/password").text
    client.get("/switch")
    assert client.post("/switch", data={"identity": f"learner-{learner.id}"}).location == "/home"
    assert "专业技术人员" in client.get("/password").text


def test_who_is_but_one_is_not_offered_to_switch(client, user):
    submit(client, user)
    assert "切换身份" not in client.get("/password").text


def test_an_old_page_of_the_identity_before_can_send_nothing(client, user, session):
    learner = make_learner(session, user=user)
    session.commit()
    submit(client, user)
    client.get("/password")
    old_token = client.form_token
    client.get("/switch")
    client.post("/switch", data={"identity": f"learner-{learner.id}"})
    client.form_token = old_token
    assert client.post("/password", data={}).status_code == 400


def test_nobody_switches_to_somebody_else(client, user, session, base):
    other = make_member(session, base)
    session.commit()
    submit(client, user)
    client.get("/switch")
    assert client.post("/switch", data={"identity": f"member-{other.membership_id}"}).status_code == 404


def test_switching_needs_a_sign_in(client):
    assert client.get("/switch").location == "/sign-in?next=/switch"
