"""Flask's `session` on the table user_session.

Nothing is read before a page asks for it, and nothing is written unless something changed: static files cost no
query, and a row is made only where a form is shown.
"""

import secrets
from collections.abc import Iterator, Mapping
from typing import Any, cast

from flask import Flask, Request, Response, g
from flask.sessions import SessionInterface, SessionMixin

from app.services.accounts import sessions
from app.services.accounts.sessions import LiveSession
from app.views import context

CSRF_KEY = "csrf_token"  # where Flask-WTF keeps the secret of its tokens


class WebSession(SessionMixin):
    """A browser's session: a small dictionary, and who is signed in."""

    modified = False

    def __init__(self, token: str | None) -> None:
        self.token = token
        self.sent_token = token
        self.was_ended = False
        self._live: LiveSession | None = None
        self._data: dict[str, Any] = {}

    @property
    def live(self) -> LiveSession:
        """What the table says of the token, read once a request."""
        if self._live is None:
            self._live = self._load()
            self._data = dict(self._live.data)
        return self._live

    @property
    def is_expired(self) -> bool:
        """Whether the browser came with a token that is no longer good."""
        return self.live.user_id is None and self.sent_token is not None and self.token is None

    def begin(
        self,
        *,
        user_id: int,
        membership_id: int | None = None,
        learner_id: int | None = None,
        keep: Mapping[str, Any] | None = None,
    ) -> None:
        """Sign in: another token, another form secret, nothing of the session before but what `keep` says."""
        self._end_row()
        data = {CSRF_KEY: secrets.token_hex(20), **(keep or {})}
        self.token = sessions.open_session(
            context.session(), data=data, user_id=user_id, membership_id=membership_id, learner_id=learner_id
        )
        self._forget(data)

    def renew(self, keep: Mapping[str, Any]) -> None:
        """Another token and form secret for a reader who proved who he is without signing in."""
        self._end_row()
        data = {CSRF_KEY: secrets.token_hex(20), **keep}
        self.token = sessions.open_session(context.session(), data=data)
        self._forget(data)

    def end(self) -> None:
        """Sign out."""
        self._end_row()
        self.token = None
        self.was_ended = True
        self._forget({})

    def abandon(self) -> None:
        """Read and write nothing any more: the page to come must show even without a database."""
        self.token = self.sent_token
        self._forget({})

    def store(self) -> None:
        """Write what changed."""
        if self.modified and self.token is None:
            self.token = sessions.open_session(context.session(), data=self._data)
        elif self.modified and self.token:
            sessions.save(context.session(), self.token, self._data)
        elif self.token and self._live and self._live.is_stale:
            sessions.touch(context.session(), self.token)
        self.modified = False

    def _load(self) -> LiveSession:
        if self.token is None:
            return LiveSession()
        idle_minutes = context.settings().session_idle_minutes
        found = sessions.load(context.session(), self.token, idle_minutes=idle_minutes)
        if found is None:
            self.token = None
        return found or LiveSession()

    def _end_row(self) -> None:
        if self.token is not None:
            sessions.end(context.session(), self.token)

    def _forget(self, data: dict[str, Any]) -> None:
        self._live = LiveSession(data=data)
        self._data = data
        self.modified = False
        g.pop(CSRF_KEY, None)  # Flask-WTF remembers the token it made for this request

    def _loaded(self) -> dict[str, Any]:
        return self._data if self.live is not None else {}

    def __getitem__(self, key: str) -> Any:
        return self._loaded()[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self._loaded()[key] = value
        self.modified = True

    def __delitem__(self, key: str) -> None:
        del self._loaded()[key]
        self.modified = True

    def __iter__(self) -> Iterator[str]:
        return iter(self._loaded())

    def __len__(self) -> int:
        return len(self._loaded())


class WebSessionInterface(SessionInterface):
    """Opens and saves `WebSession`s; the cookie's flags are Flask's SESSION_COOKIE settings."""

    def open_session(self, app: Flask, request: Request) -> WebSession:
        """Take the token from the cookie; the table is not asked yet."""
        return WebSession(request.cookies.get(self.get_cookie_name(app)))

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Write what changed, and give the browser its new token, or take away that of a session it ended.

        A token that idled too long stays with the browser: by it the sign-in page can tell what happened.
        """
        opened = cast(WebSession, session)
        opened.store()
        if opened.token == opened.sent_token:
            return
        flags: dict[str, Any] = {
            "path": self.get_cookie_path(app),
            "secure": self.get_cookie_secure(app),
            "httponly": self.get_cookie_httponly(app),
            "samesite": self.get_cookie_samesite(app),
        }
        if opened.token:
            response.set_cookie(self.get_cookie_name(app), opened.token, **flags)
        elif opened.was_ended:
            response.delete_cookie(self.get_cookie_name(app), **flags)
