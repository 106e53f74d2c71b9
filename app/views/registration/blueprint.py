"""What the pages of registrations share: blueprint, draft, captcha, and the browser's file."""

from typing import Any

from flask import Blueprint

from app.errors import NotFound
from app.services.accounts import captchas
from app.views import context
from forms.registration import CaptchaForm
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
    session = context.web_session()
    return (session.token if session.live is not None else None) or ""


def with_captcha(form: CaptchaForm) -> Any:
    """The form, without the captcha where the settings say so."""
    if not context.settings().captcha:
        del form.captcha
    return form


def captcha_is_right(form: CaptchaForm) -> bool:
    """Whether the captcha was read; it is used up."""
    if "captcha" not in form or (owner() and captchas.redeem(context.session(), owner(), form.captcha.data)):
        return True
    form.refuse("captcha", "验证码不正确或已过期，请按新图片重新输入。")
    return False
