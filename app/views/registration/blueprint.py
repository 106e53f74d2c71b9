"""What the pages of registrations share: blueprint, draft, and the browser's file."""

from typing import Any

from flask import Blueprint

from app.errors import NotFound
from app.views import context
from app.views.captcha import captcha_owner
from models import RegistrationKind

bp = Blueprint("registration", __name__, url_prefix="/register")

WIZARDS: dict[RegistrationKind, str] = {
    RegistrationKind.BASE: "registration.code",
    RegistrationKind.EMPLOYER: "registration.code",
    RegistrationKind.DEPARTMENT: "registration.code",
}
"""The endpoint at which a kind begins; it gets the kind's value as its argument `kind`."""

DRAFT_KEY = "registration_draft"
OWN_KEY = "registrations"  # ids of those that this browser proved to be its reader's


def kind_of(name: str) -> RegistrationKind:
    """The kind of organisation that an address names. Raises NotFound."""
    if WIZARDS.get(name) != "registration.code":  # type: ignore[call-overload]
        raise NotFound
    return RegistrationKind(name)


def draft_of(kind: RegistrationKind) -> dict[str, Any]:
    """What was filled in so far; another kind's is not this one's."""
    draft = context.web_session().get(DRAFT_KEY) or {}
    return dict(draft) if draft.get("kind") == kind.value else {"kind": kind.value}


def keep_draft(draft: dict[str, Any]) -> None:
    """Remember it on the server; it never holds a password."""
    context.web_session()[DRAFT_KEY] = draft


def owner() -> str:
    """The browser's secret, by which its file is found; one without a session has none."""
    return captcha_owner() or ""
