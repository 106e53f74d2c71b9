"""The application as its users meet it: through pages, on the restricted database role."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache

import pytest
from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import create_engine

from app import create_app
from app.config import Settings, settings
from app.database import Database
from app.permissions import Actor
from app.services.accounts import sessions
from app.views.web_session import CSRF_KEY

FORM_SECRET = "0123456789abcdef"
CSRF_FIELD = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


class Browser(FlaskClient):
    """A test client that keeps form tokens as a browser does: `post` sends that of the page seen last."""

    form_token = ""

    def open(self, *args, **kwargs):
        """Ask, and remember the form token of the page that came back."""
        if kwargs.get("method") == "POST":
            kwargs["headers"] = {"X-CSRFToken": self.form_token, **(kwargs.get("headers") or {})}
        response = super().open(*args, **kwargs)
        if response.mimetype == "text/html":
            found = CSRF_FIELD.search(response.text)
            self.form_token = found[1] if found else self.form_token
        return response


def page_text(response) -> str:
    """What a reader sees of a page: its main part without tags, blanks collapsed."""
    main = re.search(r"<main.*?</main>", response.text, re.DOTALL)
    text = re.sub(r"<(script|style).*?</\1>|<[^>]+>", " ", main[0] if main else response.text, flags=re.DOTALL)
    return re.sub(r"\s+", " ", text).strip()


@lru_cache(maxsize=1)
def _wired_app() -> Flask:
    app = make_app(Database(create_engine("postgresql+psycopg://nowhere.invalid")))
    app.test_client().get("/static/nothing")  # after its first request Flask refuses whoever adds a route
    return app


@contextmanager
def serving(database: Database) -> Iterator[Flask]:
    """Yield the application, wired once for all tests, on `database`."""
    app = _wired_app()
    before = app.extensions["database"]
    app.extensions["database"] = database
    yield app
    app.extensions["database"] = before


@pytest.fixture
def app(database: Database) -> Iterator[Flask]:
    """The application on a database that forgets everything after the test.

    A module whose tests add routes has an `app` of its own, by `make_app`.
    """
    with serving(database) as app:
        yield app


def make_app(database: Database, of: Settings | None = None) -> Flask:
    """The application on any database, with other settings than the process has if given."""
    app = create_app(of or settings(), database)
    app.testing = True
    app.config["PROPAGATE_EXCEPTIONS"] = False  # faults are answered as users meet them
    app.test_client_class = Browser
    return app


@pytest.fixture
def client(app: Flask) -> Browser:
    """A browser, not signed in. Without `with`: that would keep one request's `g` alive into the next."""
    return app.test_client()


@pytest.fixture
def new_client(app: Flask) -> Callable[[], Browser]:
    """Further browsers of the same application."""
    return app.test_client


def sign_in(client: FlaskClient, actor: Actor) -> FlaskClient:
    """Sign `actor` in without going through the form, by the session row that the form would make."""
    app = client.application
    client.set_cookie(app.config["SESSION_COOKIE_NAME"], token_of(app, actor), domain="localhost")
    client.form_token = form_token(app)
    return client


def token_of(app: Flask, actor: Actor) -> str:
    """Open a session for `actor`, and return the token that his browser is to hold."""
    with app.extensions["database"].unit_of_work() as session:
        return sessions.open_session(
            session,
            data={CSRF_KEY: FORM_SECRET},
            user_id=actor.user_id,
            membership_id=actor.membership_id,
            learner_id=actor.learner_id,
        )


def form_token(app: Flask) -> str:
    """The form token of every session of `token_of`."""
    return URLSafeTimedSerializer(app.secret_key, salt="wtf-csrf-token").dumps(FORM_SECRET)
