"""Who reads the page, as Flask-Login and the layout know them."""

from dataclasses import dataclass
from typing import Any

from flask import Flask, Request, url_for
from flask_login import LoginManager, UserMixin

from app.permissions import Actor
from app.views import context
from app.views.gate import CHANGE_PASSWORD, CHOOSE, ask_to_sign_in

MAY_SWITCH_KEY = "may_switch"  # in the session of a person with several memberships


@dataclass(frozen=True)
class Viewer(UserMixin):  # type: ignore[misc]
    """The signed-in person at the top of each page."""

    actor: Actor

    @property
    def name(self) -> str:
        """The person's name."""
        return self.actor.name

    @property
    def organization_name(self) -> str:
        """For whom the person acts; of a learner, the employer."""
        return self.actor.organization_name

    @property
    def role_name(self) -> str:
        """The role there."""
        return self.actor.role_name

    @property
    def password_url(self) -> str:
        """Where the password is changed."""
        return url_for(CHANGE_PASSWORD)

    @property
    def sign_out_url(self) -> str:
        """Where the person signs out."""
        return url_for("auth.sign_out")

    @property
    def switch_url(self) -> str | None:
        """Where another membership is chosen; None for a person who has but one."""
        return url_for(CHOOSE) if context.web_session().get(MAY_SWITCH_KEY) else None

    def get_id(self) -> str:
        """The user's id, which Flask-Login asks for."""
        return str(self.actor.user_id)


class Logins(LoginManager):  # type: ignore[misc]
    """Flask-Login on sessions of our own, which already know who is signed in."""

    def _update_remember_cookie(self, response: Any) -> Any:
        """Do nothing: there is no remember-me cookie, and looking for one would read the session each time."""
        return response


def install(app: Flask) -> None:
    """Give Flask-Login its user, and pages their `viewer`."""
    logins = Logins(app)
    logins.session_protection = None
    logins.unauthorized_handler(ask_to_sign_in)
    logins.request_loader(_viewer_of_request)
    app.context_processor(lambda: {"viewer": _viewer_of_request()})


def _viewer_of_request(request: Request | None = None) -> Viewer | None:
    actor = context.viewer()
    return Viewer(actor) if actor else None
