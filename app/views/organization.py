"""基本信息维护: what an organisation says about itself."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.errors import FieldRefusal
from app.permissions import Permission
from app.services.organization.profile import ProfileFields, edit_profile, find_profile, industries
from app.views import context
from app.views.gate import requires
from forms.organization import ProfileForm

bp = Blueprint("organization", __name__, url_prefix="/organization")


@bp.route("", methods=["GET", "POST"])
@requires(Permission.ORGANIZATION_EDIT)
def profile() -> ResponseReturnValue:
    """Show and change the profile of the reader's organisation."""
    found = find_profile(context.session(), by=context.actor())
    form = ProfileForm(obj=found).offer([(one.code, one.name) for one in industries(context.session())])
    if form.is_submitted() and form.validate() and _saved(form):
        flash("单位基本信息已保存。", "success")
        return redirect(url_for("organization.profile"), 303)
    page = render_template("organization/profile.html", form=form, organization=found)
    return page, 422 if form.is_submitted() else 200


def _saved(form: ProfileForm) -> bool:
    fields = ProfileFields(
        contact_name=form.contact_name.data,
        contact_phone=form.contact_phone.data,
        legal_representative=form.legal_representative.data or "",
        address=form.address.data or "",
        industry_code=form.industry_code.data or None,
        summary=form.summary.data or "",
    )
    try:
        edit_profile(context.session(), fields, by=context.actor())
    except FieldRefusal as refusal:
        form.refuse(refusal.field, refusal)
        return False
    return True
