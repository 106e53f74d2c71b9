"""What a failed request shows, tells and undoes."""

from dataclasses import replace
from io import BytesIO

import pytest
from sqlalchemy import func, select, text

from app.config import settings
from app.errors import NotPermitted, Refusal
from app.services import audit
from app.views import context
from app.views.gate import public
from models import AuditEvent
from tests.app.conftest import make_app, page_text, sign_in
from tests.factories import make_base, make_member


@pytest.fixture
def app(database):
    """An application of the test's own: these tests add pages to it."""
    return make_app(database)


@pytest.fixture
def member(session):
    member = make_member(session, make_base(session))
    session.commit()
    return member


def test_too_large_a_request_is_told(database):
    app = make_app(database, replace(settings(), upload_limit=1000))
    client = app.test_client()
    client.get("/sign-in")
    response = client.post("/sign-in", data={"file": (BytesIO(b"x" * 2000), "a.xlsx")})
    assert response.status_code == 413
    assert "文件太大" in page_text(response)


def test_an_unknown_address_is_told_in_chinese(client, member):
    assert "没有找到" in page_text(client.get("/no-such-page"))
    sign_in(client, member)
    response = client.get("/no-such-page")
    assert response.status_code == 404
    assert "测试员" in response.text  # still with the menu


def test_a_wrong_method_is_told_in_chinese(client):
    response = client.get("/sign-out")
    assert response.status_code == 405
    assert "POST" in response.headers["Allow"]
    assert "不能这样打开" in page_text(response)


class Taken(Refusal):
    """该事项已由{by}办理。"""


def _add(app, path, view):
    app.add_url_rule(path, path, public(view))


def test_a_refusal_is_shown_as_its_sentence_and_undoes_what_was_done(app, client, session):
    def refused():
        audit.record(context.session(), by=None, action="never")
        raise Taken(by="王<b>测试")

    _add(app, "/refused", refused)
    response = client.get("/refused")
    assert response.status_code == 409
    assert "该事项已由王&lt;b&gt;测试办理。" in response.text
    assert session.scalar(select(func.count()).select_from(AuditEvent)) == 0


def test_a_refusal_for_want_of_permission_is_403(app, client):
    def refused():
        raise NotPermitted

    _add(app, "/refused", refused)
    assert client.get("/refused").status_code == 403


def test_a_fault_tells_nothing_of_the_inside_and_undoes_what_was_done(app, client, session, member, capsys):
    def broken():
        audit.record(context.session(), by=None, action="never")
        raise RuntimeError("the secret inside")

    _add(app, "/broken", broken)
    sign_in(client, member)
    response = client.get("/broken?id=410199198001010017")
    assert response.status_code == 500
    assert "系统出现故障" in page_text(response)
    for inside in ("secret", "Traceback", "RuntimeError"):
        assert inside not in response.text
    assert session.scalar(select(func.count()).select_from(AuditEvent)) == 0
    logged = capsys.readouterr().out
    assert "the secret inside" in logged
    assert response.headers["X-Request-ID"] in logged
    assert "410199198001010017" not in logged


def test_a_database_that_fails_is_a_fault_with_a_page(app, client, member):
    _add(app, "/broken", lambda: context.session().execute(text("SELECT * FROM no_such_table")))
    sign_in(client, member)
    response = client.get("/broken")
    assert response.status_code == 500
    assert "系统出现故障" in page_text(response)


def test_a_commit_that_fails_is_a_fault_and_not_a_success(app, client):
    def unfinished():
        context.session().add(AuditEvent(action=None, succeeded=True, detail={}))  # flushed by the commit only
        return "done"

    _add(app, "/unfinished", unfinished)
    response = client.get("/unfinished")
    assert response.status_code == 500
    assert "done" not in response.text


def test_what_a_good_request_did_is_kept(app, client, session):
    _add(app, "/kept", lambda: audit.record(context.session(), by=None, action="kept") or "")
    client.get("/kept")
    assert session.scalars(select(AuditEvent.action)).all() == ["kept"]
