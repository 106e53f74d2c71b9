"""个人基本信息维护: the reader's own data."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.errors import FieldRefusal
from app.permissions import Permission
from app.services.accounts.contact import Contact
from app.services.accounts.profile import read_profile, save_contact
from app.views import context
from app.views.gate import requires
from forms.profile import ProfileForm

bp = Blueprint("profile", __name__, url_prefix="/profile")


@bp.route("", methods=["GET", "POST"])
@requires(Permission.PROFILE_EDIT)
def edit() -> ResponseReturnValue:
    """Show it, and save how the reader is reached."""
    profile = read_profile(context.session(), by=context.actor())
    form = ProfileForm(obj=profile.contact)
    if form.validate_on_submit() and _saved(form):
        flash("已保存。", "success")
        return redirect(url_for("profile.edit"), 303)
    return render_template("profile/edit.html", profile=profile, form=form), 422 if form.is_submitted() else 200


def _saved(form: ProfileForm) -> bool:
    contact = Contact(form.mobile.data, form.email.data, form.phone.data)
    try:
        save_contact(context.session(), contact, by=context.actor())
    except FieldRefusal as refusal:
        form.refuse(refusal.field, refusal)
        return False
    return True
