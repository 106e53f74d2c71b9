"""How the reader wants pages to behave: keys, and what opens after a decision."""

from flask import Blueprint, Flask, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.permissions import Permission
from app.services.accounts.settings import Settings, change_settings, settings_of
from app.views import context
from app.views.gate import requires
from forms.settings import SettingsForm

bp = Blueprint("settings", __name__, url_prefix="/settings")


@bp.route("", methods=["GET", "POST"])
@requires(Permission.PROFILE_EDIT)
def settings() -> ResponseReturnValue:
    """Show the keys; turn them on or off."""
    now = settings_of(context.session(), context.actor())
    form = SettingsForm(data=now._asdict())
    if form.validate_on_submit():
        wanted = Settings(has_keys=form.has_keys.data, opens_next=form.opens_next.data)
        change_settings(context.session(), wanted, by=context.actor())
        flash("已保存办理设置。", "success")
        return redirect(url_for("settings.settings"), 303)
    return render_template("settings/settings.html", form=form)


def install(app: Flask) -> None:
    """Let the layout ask whether keys work: only pages with a reader do."""
    app.jinja_env.globals["has_keys"] = lambda: settings_of(context.session(), context.actor()).has_keys
