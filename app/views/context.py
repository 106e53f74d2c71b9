"""What one request has: its database session, and who asks.

The session is opened when first asked for and is one transaction: committed before a good response goes out
(`Application` does that), rolled back when an error page is shown. Nothing may use it after the response,
so a streamed body must not read from it.
"""

from typing import TYPE_CHECKING, cast

from flask import current_app, g
from flask import session as flask_session
from sqlalchemy.orm import Session

from app.config import Settings
from app.database import Database
from app.errors import NotPermitted
from app.permissions import Actor

if TYPE_CHECKING:
    from app.views.web_session import WebSession


def settings() -> Settings:
    """The settings of this application."""
    return cast(Settings, current_app.extensions["settings"])


def database() -> Database:
    """The database of this application."""
    return cast(Database, current_app.extensions["database"])


def session() -> Session:
    """The database session of this request."""
    if "database_session" not in g:
        g.database_session = database().sessions()
    return cast(Session, g.database_session)


def commit() -> None:
    """Make what this request did last; only `Application` calls it."""
    if "database_session" in g:
        g.database_session.commit()


def rollback() -> None:
    """Undo what this request did; the error pages call it."""
    if "database_session" in g:
        g.database_session.rollback()


def close(error: BaseException | None = None) -> None:
    """Give the connection back when the request is over."""
    if "database_session" in g:
        g.pop("database_session").close()


def web_session() -> "WebSession":
    """The browser's session, with its row in the table behind it."""
    return cast("WebSession", flask_session._get_current_object())  # type: ignore[attr-defined]


def viewer() -> Actor | None:
    """Who asks; None before signing in and choosing a membership."""
    return web_session().live.actor


def actor() -> Actor:
    """Who asks, on a page that `requires` a permission; raises NotPermitted where nobody signed in."""
    who = viewer()
    if who is None:
        raise NotPermitted
    return who
