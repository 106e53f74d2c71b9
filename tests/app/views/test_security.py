"""Headers, cookies, form tokens, sizes, and what error pages tell."""

from dataclasses import replace

import pytest
import structlog
from flask import request

from app.config import settings
from app.views.gate import public
from tests.app.conftest import make_app, page_text, sign_in
from tests.factories import make_base, make_member


@pytest.fixture
def member(session):
    member = make_member(session, make_base(session))
    session.commit()
    return member


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
    logging = structlog.get_config()
    app = make_app(database, replace(settings(), env="production", https=True, trusted_proxies=1))

    @app.get("/whence")
    @public
    def whence():
        return f"{request.scheme} {request.remote_addr}"

    yield app.test_client()
    structlog.configure(**logging)


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


def test_without_proxies_nobody_can_claim_an_address(database):
    app = make_app(database)
    app.add_url_rule("/whence", view_func=public(lambda: request.remote_addr))
    assert app.test_client().get("/whence", headers=SECURE).text == "127.0.0.1"


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
