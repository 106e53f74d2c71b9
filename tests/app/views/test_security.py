"""Headers, cookies, form tokens, sizes, and what error pages tell."""

from dataclasses import replace
from io import BytesIO

import pytest
from flask import request
from sqlalchemy import event, func, select, text

from app.config import settings
from app.errors import NotPermitted, Refusal
from app.services import audit
from app.views import context
from app.views.gate import public
from models import AuditEvent, UserSession
from tests.app.conftest import make_app, page_text, sign_in
from tests.factories import make_base, make_member


@pytest.fixture
def member(session):
    member = make_member(session, make_base(session))
    session.commit()
    return member


@pytest.fixture
def queries(shared_database):
    """The statements that the program sends."""
    sent = []

    def note(connection, cursor, statement, *rest):
        if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
            sent.append(statement)

    event.listen(shared_database.engine, "before_cursor_execute", note)
    yield sent
    event.remove(shared_database.engine, "before_cursor_execute", note)


def test_nothing_but_our_own_files_runs_in_a_page(client):
    policy = client.get("/sign-in").headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy


def test_pages_hold_no_inline_script_or_style(client):
    page = client.get("/sign-in").text
    assert "style=" not in page
    assert page.count("<script") == page.count('<script type="module" src="/static/')


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("Referrer-Policy", "same-origin"),
        ("Cache-Control", "no-store"),
    ],
)
def test_every_page_carries_its_headers(client, name, value):
    for path in ("/sign-in", "/", "/no-such-page"):
        assert client.get(path).headers[name] == value


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(client):
    cookie = client.get("/sign-in").headers["Set-Cookie"]
    assert cookie.startswith("session=")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


@pytest.fixture
def production(database):
    """A browser of an application as production runs it, behind one proxy."""
    app = make_app(database, replace(settings(), env="production", https=True, trusted_proxies=1))

    @app.get("/whence")
    @public
    def whence():
        return f"{request.scheme} {request.remote_addr}"

    return app.test_client()


SECURE = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "198.51.100.1, 203.0.113.5"}


def test_production_answers_by_https_only(production):
    response = production.get("/sign-in")
    assert response.location == "https://localhost/sign-in"
    response = production.get("/sign-in", headers=SECURE)
    assert response.status_code == 200
    assert "max-age=31556926" in response.headers["Strict-Transport-Security"]
    cookie = response.headers["Set-Cookie"]
    assert cookie.startswith("__Host-session=")
    assert "Secure" in cookie


def test_a_probe_needs_no_https(production):
    assert production.get("/healthz").status_code in (200, 503)


def test_the_address_is_what_the_trusted_proxy_saw(production):
    assert production.get("/whence", headers=SECURE).text == "https 203.0.113.5"


def test_without_proxies_nobody_can_claim_an_address(app, client):
    app.add_url_rule("/whence", view_func=public(lambda: request.remote_addr))
    assert client.get("/whence", headers=SECURE).text == "127.0.0.1"


def test_a_form_without_its_token_is_refused(client, member):
    sign_in(client, member)
    client.form_token = ""
    response = client.post("/password", data={})
    assert response.status_code == 400
    assert "刷新" in page_text(response)


def test_a_token_of_another_browser_is_refused(client, new_client, member):
    sign_in(client, member)
    other = new_client()
    other.get("/sign-in")
    client.form_token = other.form_token
    assert client.post("/password", data={}).status_code == 400


def test_a_form_of_a_session_that_ended_leads_to_the_sign_in_page(client):
    assert client.post("/password", data={}).location == "/sign-in"


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


def test_static_files_cost_no_query_and_are_kept_by_browsers(client, member, queries):
    sign_in(client, member)
    queries.clear()
    with client.get("/static/favicon.svg") as response:
        assert response.status_code == 200
    assert queries == []
    assert "max-age=31536000" in response.headers["Cache-Control"]


def test_a_signed_in_request_costs_one_query_and_no_write(app, client, member, queries):
    _add(app, "/who", lambda: context.actor().name)
    sign_in(client, member)
    queries.clear()
    assert client.get("/who").text == "测试员"
    assert len(queries) == 1
    assert queries[0].startswith("SELECT user_session")


def test_a_session_is_made_only_where_a_form_is_shown(client, session):
    for path in ("/", "/no-such-page", "/captcha.png", "/password"):
        client.get(path)
    assert session.scalar(select(func.count()).select_from(UserSession)) == 0
    client.get("/sign-in")
    assert session.scalar(select(func.count()).select_from(UserSession)) == 1
