"""The captcha of a form that is open to everybody."""

from typing import TypeVar

from app.services.accounts import captchas
from app.views import context
from forms.form import BaseForm

Form = TypeVar("Form", bound=BaseForm)


def without_captcha_where_off(form: Form) -> Form:
    """Take the field `captcha` from the form where the settings ask for none."""
    if not context.settings().captcha:
        del form.captcha
    return form


def captcha_is_right(form: BaseForm) -> bool:
    """Whether the captcha was read rightly; if not, that stands beside its field."""
    owner = captcha_owner()
    if "captcha" not in form:
        return True
    if owner and captchas.redeem(context.session(), owner, form.captcha.data):
        return True
    form.refuse("captcha", "验证码不正确或已过期，请按新图片重新输入。")
    return False


def captcha_owner() -> str | None:
    """The browser's token; reading the session first drops one that is no longer good."""
    web_session = context.web_session()
    return web_session.token if web_session.live is not None else None
