"""学员密码重置: the learners of the reader's employer, and a new password for one of them."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.permissions import Permission
from app.services.accounts.learners import find_learner, list_learners
from app.services.accounts.reset_password import reset_learner
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
    return render_template("accounts/learners/learners.html", page=page, asked=asked, text=text)


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
