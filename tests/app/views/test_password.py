import pytest
from sqlalchemy import func, select

from models import LoginAttempt
from tests.app.conftest import page_text
from tests.app.views.conftest import is_signed_in, submit
from tests.factories import PASSWORD, make_member, make_user


def change(client, old=PASSWORD, new="Neu@98765432", again=None):
    client.get("/password")
    return client.post("/password", data={"old_password": old, "new_password": new, "again": again or new})


def test_a_changed_password_ends_all_other_sessions_but_not_this_one(client, new_client, user):
    other = new_client()
    submit(client, user)
    submit(other, user)
    assert is_signed_in(other)
    before = client.get_cookie("session").value
    assert change(client).location == "/home"
    assert "密码已修改" in page_text(client.get("/password"))
    assert client.get_cookie("session").value != before
    assert not is_signed_in(other)
    assert submit(other, user).status_code == 422
    assert submit(other, user, password="Neu@98765432").location == "/home"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"old": "Falsch@12345"}, "原密码不正确"),
        ({"new": "abcdefgh"}, "至少三类"),
        ({"new": PASSWORD}, "最近5次"),
        ({"again": "Anders@98765"}, "两次输入的新密码不一致"),
    ],
)
def test_a_refused_change_says_why_beside_its_field(client, user, fields, sentence):
    submit(client, user)
    response = change(client, **fields)
    assert response.status_code == 422
    assert sentence in page_text(response)


def test_a_wrong_old_password_stays_counted(client, user, session):
    submit(client, user)
    change(client, old="Falsch@12345")
    failures = select(func.count()).select_from(LoginAttempt).where(~LoginAttempt.succeeded)
    assert session.scalar(failures) == 1


def test_guessing_the_old_password_on_an_open_page_locks_the_account(client, user):
    submit(client, user)
    assert [change(client, old="Falsch@12345").status_code for _ in range(5)] == [422] * 4 + [429]
    response = change(client)
    assert response.status_code == 429
    assert "已锁定" in page_text(response)


def test_a_first_password_must_be_changed_before_anything_else(client, session, base):
    user = make_user(session, must_change_password=True)
    make_member(session, base, user=user)
    session.commit()
    submit(client, user)
    assert client.get("/home").location == "/password"
    assert "初始密码" in page_text(client.get("/password"))
    assert change(client).location == "/home"
    assert client.get("/home").status_code == 200
