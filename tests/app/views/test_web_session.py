"""What a request costs, and when a session is made."""

import pytest
from sqlalchemy import func, select

from app.views import context
from app.views.gate import public
from models import UserSession
from tests.app.conftest import make_app, sign_in
from tests.factories import make_base, make_member
from tests.statements import statements


@pytest.fixture
def app(database):
    """An application of the test's own: these tests add pages to it."""
    return make_app(database)


@pytest.fixture
def queries():
    """The statements that the program sends."""
    with statements() as sent:
        yield sent


@pytest.fixture
def member(session):
    member = make_member(session, make_base(session))
    session.commit()
    return member


def _add(app, path, view):
    app.add_url_rule(path, path, public(view))


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
