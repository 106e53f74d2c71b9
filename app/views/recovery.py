"""忘记密码: asking for a new password, and setting it by the link in a mail."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.errors import FieldRefusal, Refusal
from app.services.recovery.ask import Claim, ask_for_password
from app.services.recovery.link import LinkGone, check_link, use_link
from app.views import context
from app.views.captcha import captcha_is_right, without_captcha_where_off
from app.views.gate import public
from forms.recovery import AskForm, NewPasswordForm

bp = Blueprint("recovery", __name__, url_prefix="/recovery")


@bp.route("", methods=["GET", "POST"])
@public
def ask() -> ResponseReturnValue:
    """Ask for a new password; the answer is the same whatever is true."""
    form = without_captcha_where_off(AskForm())
    if not form.validate_on_submit() or not captcha_is_right(form):
        return render_template("recovery/ask.html", form=form), 422 if form.is_submitted() else 200
    claim = Claim(form.resident_id.data, form.name.data, form.organization.data)
    try:
        ask_for_password(context.session(), claim)
    except FieldRefusal as refusal:
        form.refuse(refusal.field, refusal)
        return render_template("recovery/ask.html", form=form), refusal.status
    except Refusal as refusal:
        return render_template("recovery/ask.html", form=form, refusal=refusal), refusal.status
    return redirect(url_for("recovery.asked"), 303)


@bp.get("/asked")
@public
def asked() -> ResponseReturnValue:
    """Say what happens now, if what was filled in is true."""
    return render_template("recovery/asked.html", mails=bool(context.settings().smtp_url))


@bp.route("/new", methods=["GET", "POST"])
@public
def new() -> ResponseReturnValue:
    """Set a new password by the link; its token stands in the query, which no log keeps."""
    token, form = request.args.get("token", ""), NewPasswordForm()
    try:
        check_link(context.session(), token)
        if not form.validate_on_submit():
            return _new_page(form)
        use_link(context.session(), token, form.new_password.data)
    except FieldRefusal as refusal:
        form.refuse(refusal.field, refusal)
        return _new_page(form)
    except LinkGone as refusal:
        return render_template("recovery/gone.html", refusal=refusal), refusal.status
    flash("新密码已设置，请登录。", "success")
    return redirect(url_for("auth.sign_in"), 303)


def _new_page(form: NewPasswordForm) -> ResponseReturnValue:
    return render_template("recovery/new.html", form=form), 422 if form.is_submitted() else 200
