"""我的资料: what a learner says of himself."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.errors import FieldRefusal
from app.permissions import Permission
from app.services.learners.profile import Details, read_learner_profile, save_details
from app.views import context
from app.views.gate import requires
from forms.learner.profile import LearnerProfileForm

bp = Blueprint("learner_profile", __name__, url_prefix="/my-profile")


@bp.route("", methods=["GET", "POST"])
@requires(Permission.LEARNER_EDIT)
def edit() -> ResponseReturnValue:
    """Show it, and save what may be changed."""
    profile = read_learner_profile(context.session(), by=context.actor())
    form = LearnerProfileForm(obj=profile.details).keep(title_series=profile.details.title_series)
    if form.validate_on_submit() and _saved(form):
        flash("已保存。", "success")
        return redirect(url_for("learner_profile.edit"), 303)
    page = render_template("learner/profile/edit.html", profile=profile, form=form)
    return page, 422 if form.is_submitted() else 200


def _saved(form: LearnerProfileForm) -> bool:
    details = Details(**{field: form[field].data for field in Details.__dataclass_fields__})
    try:
        save_details(context.session(), details, by=context.actor())
    except FieldRefusal as refusal:
        form.refuse(refusal.field, refusal)
        return False
    return True
