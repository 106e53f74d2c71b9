"""The front page and the notices, as somebody who has not signed in meets them."""

import re

import pytest
from flask import url_for

from tests.app.conftest import page_text, sign_in
from tests.factories import make_hr, make_member, make_notice


@pytest.fixture
def clerk(session):
    clerk = make_member(session, make_hr(session, name="某省人社厅"))
    session.commit()
    return clerk


def test_each_user_type_has_its_card_and_its_sign_in(client):
    page = client.get("/")
    for kind in ("base", "employer", "competent", "hr", "learner"):
        assert f"/sign-in?type={kind}" in page.text


def test_what_needs_no_account_is_a_click_away(app, client):
    page = client.get("/")
    with app.test_request_context():
        for endpoint in ("registration.choose", "registration.progress", "certificates.check", "recovery.ask"):
            assert f'href="{url_for(endpoint)}"' in page.text
            assert client.get(url_for(endpoint)).status_code == 200


def test_all_but_hr_departments_register(client):
    page = client.get("/")
    for kind in ("base", "employer", "department"):
        assert f'href="/register/{kind}"' in page.text
        assert client.get(f"/register/{kind}").status_code == 302
    assert "人社部门注册" not in page.text


def test_the_card_chooses_the_user_type_of_the_sign_in(client):
    assert re.search(r'<option selected value="employer">', client.get("/sign-in?type=employer").text)
    assert client.get("/sign-in?type=<script>").status_code == 200


def test_who_is_signed_in_goes_to_his_own_first_page(client, clerk):
    assert sign_in(client, clerk).get("/").location == "/home"


def test_a_notice_is_published_changed_and_withdrawn(client, new_client, clerk):
    sign_in(client, clerk)
    client.get("/hr/notices/new")
    sent = client.post(
        "/hr/notices/new", data={"title": "<b>申报通知</b>", "body": "一。\n\n二。", "is_pinned": "y"}
    )
    assert sent.status_code == 303
    reader = new_client()
    page = reader.get("/")
    assert "&lt;b&gt;申报通知" in page.text
    address = re.search(r"/notices/(\d+)", page.text)
    assert "某省人社厅" in page_text(reader.get(address[0]))
    client.post(f"/hr{address[0]}/edit", data={"title": "新标题", "body": "三。"})
    assert "新标题" in page_text(reader.get("/notices"))
    assert client.post(f"/hr{address[0]}/withdraw").status_code == 303
    assert reader.get(address[0]).status_code == 404
    assert "新标题" not in reader.get("/").text


def test_what_is_missing_is_named_and_what_was_typed_stays(client, clerk):
    sign_in(client, clerk)
    response = client.post("/hr/notices/new", data={"title": "只有标题"})
    assert response.status_code == 422
    assert "请填写正文。" in page_text(response)
    assert "只有标题" in response.text


def test_a_withdrawn_notice_is_not_there(client, session, clerk):
    notice = make_notice(session, by=clerk)
    session.commit()
    assert client.get(f"/notices/{notice.id}").status_code == 200
    assert client.get(f"/notices/{notice.id + 1}").status_code == 404
