"""How the reader wants pages to behave: keys, what opens after a decision, and mails."""

from flask import Blueprint, Flask, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.errors import FieldRefusal
from app.permissions import Permission
from app.services.accounts.settings import Settings, change_settings, mail_address_of, settings_of
from app.views import context
from app.views.gate import requires
from forms.settings import SettingsForm
from models import MailChoice

bp = Blueprint("settings", __name__, url_prefix="/settings")


@bp.route("", methods=["GET", "POST"])
@requires(Permission.PROFILE_EDIT)
def settings() -> ResponseReturnValue:
    """Show the keys and the choice of mails; change them."""
    form = SettingsForm(data=settings_of(context.session(), context.actor())._asdict())
    if form.validate_on_submit() and _saved(form):
        flash("已保存办理设置。", "success")
        return redirect(url_for("settings.settings"), 303)
    address = mail_address_of(context.session(), context.actor())
    facts = {"address": address, "sends_mail": bool(context.settings().smtp_url)}
    return render_template("settings/settings.html", form=form, **facts), 422 if form.errors else 200


def _saved(form: SettingsForm) -> bool:
    wanted = Settings(form.has_keys.data, form.opens_next.data, MailChoice(form.mail.data))
    try:
        change_settings(context.session(), wanted, by=context.actor())
    except FieldRefusal as refusal:
        form.refuse(refusal.field, refusal)
        return False
    return True


def install(app: Flask) -> None:
    """Let the layout ask whether keys work: only pages with a reader do."""
    app.jinja_env.globals["has_keys"] = lambda: settings_of(context.session(), context.actor()).has_keys
