"""学员密码重置: the learners of the reader's employer, and a new password for one of them."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.permissions import Permission
from app.services.accounts.learners import find_learner, list_learners
from app.services.accounts.reset_password import reset_learner
from app.services.recovery.requests import Asker, ignore_request, waiting_requests
from app.views import context
from app.views.gate import requires
from app.views.paging import key_in_address
from forms.accounts import LearnerSearchForm

bp = Blueprint("learners", __name__, url_prefix="/learners")


@bp.get("")
@requires(Permission.LEARNER_RESET)
def learners() -> ResponseReturnValue:
    """Find the learner."""
    asked = LearnerSearchForm(request.args)
    text = (asked.text.data or "") if asked.validate() else ""
    page = list_learners(context.session(), by=context.actor(), text=text, after=key_in_address())
    requests = waiting_requests(context.session(), Asker.LEARNER, by=context.actor())
    return render_template("accounts/learners/learners.html", page=page, asked=asked, text=text, requests=requests)


@bp.post("/requests/<int:request_id>/ignore")
@requires(Permission.LEARNER_RESET)
def ignore(request_id: int) -> ResponseReturnValue:
    """Leave a request for a new password as it is."""
    ignore_request(context.session(), request_id, Asker.LEARNER, by=context.actor())
    flash("已忽略该重置请求，密码未变。", "success")
    return redirect(url_for("accounts.learners.learners"), 303)


@bp.route("/<int:learner_id>/password", methods=["GET", "POST"])
@requires(Permission.LEARNER_RESET)
def reset(learner_id: int) -> ResponseReturnValue:
    """Reset the learner's password and show the new one, this once."""
    learner = find_learner(context.session(), learner_id, by=context.actor())
    if request.method == "GET":
        return render_template("accounts/learners/reset.html", learner=learner)
    issued = reset_learner(context.session(), learner_id, by=context.actor())
    back = url_for("accounts.learners.learners")
    return render_template("accounts/issued.html", issued=issued, back=back, place="学员密码重置")
