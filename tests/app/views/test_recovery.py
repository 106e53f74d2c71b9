"""忘记密码, as people meet it."""

import pytest

from app.services.recovery.link import open_link
from tests.app.conftest import page_text, sign_in
from tests.app.views.conftest import submit
from tests.factories import make_employer, make_learner, make_member, make_user, resident_id_of

NEW = "Neues@98765"


@pytest.fixture
def learner(session):
    employer = make_employer(session, name="测试医院")
    user = make_user(session, name="张学员", email="z@danwei.example")
    learner = make_learner(session, employer=employer, user=user)
    learner.chief = make_member(session, employer, is_super=True)
    learner.person = user
    session.commit()
    return learner


def ask(client, learner, **changes):
    client.get("/recovery")
    fields = {"resident_id": resident_id_of(learner.person), "name": "张学员", "organization": "测试医院"}
    return client.post("/recovery", data=fields | changes, follow_redirects=True)


def test_right_and_wrong_get_the_same_answer(client, learner):
    assert "忘记密码" in client.get("/sign-in").text
    right, wrong = ask(client, learner), ask(client, learner, name="李四")
    assert right.status_code == wrong.status_code == 200
    assert page_text(right) == page_text(wrong)
    assert "如信息相符" in page_text(right)


def test_it_shares_the_lock_with_the_sign_in(client, learner):
    for _ in range(5):
        ask(client, learner, name="李四")
    assert ask(client, learner).status_code == 429
    assert submit(client, learner.person, user_type="learner").status_code == 429


def test_the_employer_sees_the_request_and_resets_or_ignores(client, new_client, learner):
    ask(client, learner)
    chief = sign_in(new_client(), learner.chief)
    page = chief.get("/accounts/learners")
    assert "待处理的找回密码申请" in page_text(page)
    chief.post(f"/accounts/learners/{learner.id}/password")
    assert "待处理的找回密码申请" not in page_text(chief.get("/accounts/learners"))


def test_the_link_sets_a_new_password_that_signs_in(client, session, learner):
    token = open_link(session, learner.user_id).token
    session.commit()
    address = f"/recovery/new?token={token}"
    client.get(address)
    weak = client.post(address, data={"new_password": "schwach", "again": "schwach"})
    assert weak.status_code == 422
    assert client.post(address, data={"new_password": NEW, "again": NEW}).location == "/sign-in"
    assert submit(client, learner.person, user_type="learner", password=NEW).location == "/home"
    assert client.get(address).status_code == 404


def test_a_made_up_link_is_good_for_nothing(client):
    response = client.get("/recovery/new?token=%00x")
    assert response.status_code == 404
    assert "重新申请" in page_text(response)
