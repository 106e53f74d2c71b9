"""上级单位变更: ask for another superior, and correct such a request that came back."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.errors import FieldRefusal, Refusal
from app.permissions import Permission
from app.services.organization.profile import find_profile
from app.services.organization.superior import (
    Chosen,
    SuperiorFields,
    chosen_of,
    correct_superior,
    find_movable,
    present_choices,
    request_superior,
)
from app.services.organization.under_way import ChangeRow, find_returned
from app.views import context
from app.views.gate import requires
from forms.organization import SuperiorForm

CONFLICT = Refusal.status

bp = Blueprint("superior", __name__, url_prefix="/organization/superior")


@bp.route("", methods=["GET", "POST"])
@requires(Permission.ORGANIZATION_CHANGE)
def change() -> ResponseReturnValue:
    """Ask the present superior, and after it the new one; where that cannot be now, the profile says why."""
    try:
        found = find_movable(context.session(), by=context.actor())
    except Refusal as refusal:
        if refusal.status != CONFLICT:
            raise
        flash(str(refusal), "warning")
        return redirect(url_for("organization.profile"), 303)
    present = present_choices(context.session(), found)
    form = SuperiorForm().offer(present, fresh=request.method == "GET")
    if request.method == "GET" or not form.validate() or not _sent(form, None):
        return _page(form, None, present), 200 if request.method == "GET" else 422
    flash("变更申请已提交，先由现上级单位审核，再由新上级单位审核；都通过后随即变更。", "success")
    return redirect(url_for("organization.profile"), 303)


@bp.route("/<int:change_id>/correct", methods=["GET", "POST"])
@requires(Permission.ORGANIZATION_CHANGE)
def correct(change_id: int) -> ResponseReturnValue:
    """Correct a returned change and submit it again."""
    row = find_returned(context.session(), change_id, by=context.actor())
    found = find_profile(context.session(), by=context.actor())
    ids = (row.new_hr_id, row.new_competent_id, row.new_superior_id)
    form = SuperiorForm(data={"reason": row.reason})
    form.offer(chosen_of(context.session(), found.kind, *ids), fresh=request.method == "GET")
    if request.method == "GET" or not form.validate() or not _sent(form, row):
        present = present_choices(context.session(), found)
        return _page(form, row, present), 200 if request.method == "GET" else 422
    flash("已修改并重新提交，由现上级单位重新审核。", "success")
    return redirect(url_for("organization.profile"), 303)


def _page(form: SuperiorForm, row: ChangeRow | None, present: dict[str, Chosen]) -> str:
    return render_template("superior/change.html", form=form, row=row, present=present)


def _sent(form: SuperiorForm, row: ChangeRow | None) -> bool:
    session, by = context.session(), context.actor()
    chosen = {
        what: Chosen(form[f"{what}_id"].data, form[f"{what}_id_text"].data)
        for what in ("hr", "competent", "superior")
        if f"{what}_id" in form
    }
    fields = SuperiorFields(reason=form.reason.data, **chosen)
    try:
        if row is None:
            request_superior(session, fields, by=by)
        else:
            correct_superior(session, row.id, fields, by=by, comment=form.comment.data or "")
    except FieldRefusal as refusal:
        form.refuse(refusal.field, refusal)
        return False
    return True
