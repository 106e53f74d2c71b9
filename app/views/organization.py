"""基本信息维护: what an organisation says about itself."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.errors import FieldRefusal
from app.permissions import Permission
from app.services.organization.change import ChangeFields, Scan, correct_change, find_changeable, request_change
from app.services.organization.profile import ProfileFields, edit_profile, find_profile, industries
from app.services.organization.under_way import ChangeRow, find_above, find_returned, find_under_way
from app.views import context
from app.views.gate import requires
from forms.organization import ChangeForm, ProfileForm
from models import ChangeKind

bp = Blueprint("organization", __name__, url_prefix="/organization")


@bp.route("", methods=["GET", "POST"])
@requires(Permission.ORGANIZATION_EDIT)
def profile() -> ResponseReturnValue:
    """Show and change the profile of the reader's organisation."""
    found = find_profile(context.session(), by=context.actor())
    form = ProfileForm(obj=found).offer(industries(context.session(), found))
    if form.is_submitted() and form.validate() and _saved(form):
        flash("单位基本信息已保存。", "success")
        return redirect(url_for("organization.profile"), 303)
    page = render_template(
        "organization/profile.html",
        form=form,
        organization=found,
        change=find_under_way(context.session(), by=context.actor()),
        above=find_above(context.session(), by=context.actor()),
    )
    return page, 422 if form.is_submitted() else 200


@bp.route("/change", methods=["GET", "POST"])
@requires(Permission.ORGANIZATION_CHANGE)
def change() -> ResponseReturnValue:
    """变更审核: ask the superior for another name or credit code."""
    found = find_changeable(context.session(), by=context.actor())
    old = {"name": found.name, "credit_code": found.credit_code}
    form = ChangeForm(data=old)
    if request.method == "GET" or not form.validate() or not _sent(form, None):
        page = render_template("organization/change.html", form=form, row=None, old=old)
        return page, 200 if request.method == "GET" else 422
    flash("变更申请已提交，由上级单位审核；审核通过后名称和信用代码随即变更。", "success")
    return redirect(url_for("organization.profile"), 303)


@bp.route("/change/<int:change_id>/correct", methods=["GET", "POST"])
@requires(Permission.ORGANIZATION_CHANGE)
def correct(change_id: int) -> ResponseReturnValue:
    """Correct a returned change and submit it again."""
    row = find_returned(context.session(), change_id, by=context.actor())
    if row.kind is ChangeKind.SUPERIOR:
        return redirect(url_for("superior.correct", change_id=change_id), 303)
    old = {"name": row.old_name, "credit_code": row.old_credit_code}
    form = ChangeForm(data={"name": row.new_name, "credit_code": row.new_credit_code, "reason": row.reason})
    if request.method == "GET" or not form.validate() or not _sent(form, row):
        page = render_template("organization/change.html", form=form, row=row, old=old)
        return page, 200 if request.method == "GET" else 422
    flash("已修改并重新提交，请等待上级单位审核。", "success")
    return redirect(url_for("organization.profile"), 303)


def _sent(form: ChangeForm, row: ChangeRow | None) -> bool:
    session, by, file = context.session(), context.actor(), form.file.data
    fields = ChangeFields(form.name.data, form.credit_code.data, form.reason.data)
    scan = Scan(file.stream, file.filename or "") if file else None
    try:
        if row is None:
            request_change(session, fields, scan, by=by)
        else:
            correct_change(session, row.id, fields, scan, by=by, comment=form.comment.data or "")
    except FieldRefusal as refusal:
        form.refuse(refusal.field, refusal)
        return False
    return True


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
