"""Signing in and out, choosing for whom one acts, changing the password."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from app.errors import FieldRefusal, Refusal
from app.permissions import Permission
from app.services.accounts import captchas, passwords
from app.services.accounts import sign_in as signing
from app.services.accounts.identities import enabled_identities
from app.services.accounts.throttle import Locked
from app.views import context
from app.views.captcha import captcha_is_right, captcha_owner, without_captcha_where_off
from app.views.gate import CHOOSE, ask_to_sign_in, local_path, public, requires
from app.views.viewer import MAY_SWITCH_KEY
from forms.auth import ChooseForm, PasswordForm, SignInForm
from models import UserType

bp = Blueprint("auth", __name__)

USER_TYPE_KEY = "user_type"  # what was chosen at the sign-in page, until a membership is chosen
HOME = "home.start"


@bp.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    """Sign in, as the guide's 登录 says; whoever is signed in goes on."""
    if request.method == "GET" and context.viewer():
        return redirect(_wanted())
    form = _sign_in_form()
    if not form.validate_on_submit() or not captcha_is_right(form):
        return _sign_in_page(form)
    user_type = UserType(form.user_type.data)
    attempt = signing.sign_in(
        context.session(), user_type=user_type, resident_id=form.resident_id.data, password=form.password.data
    )
    if attempt.refusal:
        return _sign_in_page(form, attempt.refusal)
    return _begin(attempt, user_type)


@bp.get("/captcha.png")
@public
def captcha() -> ResponseReturnValue:
    """Draw another captcha for this browser; only one that has the sign-in page open gets any."""
    owner = captcha_owner()
    if owner is None:
        raise NotFound
    picture = captchas.draw(context.session(), owner, captchas.new_answer())
    return Response(picture, mimetype="image/png")


@bp.post("/sign-out")
@public
def sign_out() -> ResponseReturnValue:
    """Sign out; doing so twice is no error."""
    if actor := context.viewer():
        signing.sign_out(context.session(), by=actor)
    context.web_session().end()
    flash("您已退出登录。", "success")
    return redirect(url_for("auth.sign_in"))


@bp.route("/switch", methods=["GET", "POST"])
@public
def choose() -> ResponseReturnValue:
    """Choose for whom to act, after signing in or later; open to whoever signed in, chosen or not."""
    user_id = context.web_session().live.user_id
    if user_id is None:
        return ask_to_sign_in()
    form = ChooseForm()
    if form.validate_on_submit():
        identity = signing.choose(context.session(), user_id, form.identity.data)
        _act_as(user_id, identity.membership_id, identity.learner_id)
        return redirect(_wanted())
    kind = None if context.viewer() else context.web_session().get(USER_TYPE_KEY)
    identities = enabled_identities(context.session(), user_id, UserType(kind) if kind else None)
    return render_template("auth/choose.html", form=form, identities=identities, present=_present())


@bp.route("/password", methods=["GET", "POST"])
@requires(Permission.PASSWORD_CHANGE)
def change_password() -> ResponseReturnValue:
    """Change the password (密码修改) and stay signed in here, and only here."""
    form, must = PasswordForm(), context.web_session().live.must_change_password
    page = "auth/change_password.html"
    if not form.validate_on_submit():
        return render_template(page, form=form, must=must), 422 if form.is_submitted() else 200
    actor = context.actor()
    try:
        passwords.change_password(
            context.session(), by=actor, old=form.old_password.data, new=form.new_password.data
        )
    except (FieldRefusal, Locked) as refusal:  # shown on the form: a wrong old password stays counted
        form.refuse(getattr(refusal, "field", "old_password"), refusal)
        return render_template(page, form=form, must=must), refusal.status
    _act_as(actor.user_id, actor.membership_id, actor.learner_id)
    flash("密码已修改。您在其他设备上的登录已全部退出。", "success")
    return redirect(url_for(HOME))


def _sign_in_form() -> SignInForm:
    """The form; the front page's links say which user type is meant (?type=...)."""
    wanted = request.args.get("type")
    form = SignInForm(user_type=wanted if wanted in set(UserType) else None)
    return without_captcha_where_off(form)


def _sign_in_page(form: SignInForm, refusal: Refusal | None = None) -> ResponseReturnValue:
    expired = request.method == "GET" and context.web_session().is_expired
    page = render_template("auth/sign_in.html", form=form, refusal=refusal, expired=expired, next=_next())
    if refusal:
        return page, refusal.status
    return page, 422 if form.is_submitted() else 200


def _begin(attempt: signing.Attempt, user_type: UserType) -> ResponseReturnValue:
    """Open the session of whoever signed in; of several memberships one is chosen first."""
    user_id, identities = attempt.user_id, attempt.identities
    if user_id is None:
        raise NotFound
    if len(identities) == 1:
        _act_as(user_id, identities[0].membership_id, identities[0].learner_id)
        return redirect(_wanted())
    context.web_session().begin(user_id=user_id, keep={USER_TYPE_KEY: user_type.value})
    return redirect(url_for(CHOOSE, next=_next()))


def _act_as(user_id: int, membership_id: int | None, learner_id: int | None) -> None:
    """Open the session of a person as one of the several that he may be."""
    several = len(enabled_identities(context.session(), user_id)) > 1
    context.web_session().begin(
        user_id=user_id,
        membership_id=membership_id,
        learner_id=learner_id,
        keep={MAY_SWITCH_KEY: True} if several else None,
    )


def _present() -> str | None:
    """The key of the identity that is in use."""
    actor = context.viewer()
    if actor is None:
        return None
    return f"member-{actor.membership_id}" if actor.membership_id else f"learner-{actor.learner_id}"


def _next() -> str | None:
    return local_path(request.args.get("next"))


def _wanted() -> str:
    return _next() or url_for(HOME)
