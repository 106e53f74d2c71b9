"""无人办理的事项: what nobody can go on with, and giving it to an organisation."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.errors import FieldRefusal
from app.permissions import Permission
from app.services.alarms.assign import assign as assign_work
from app.services.alarms.list import find_alarm, list_alarms
from app.views import context
from app.views.gate import requires
from app.views.paging import key_in_address
from forms.admin.alarms import AssignForm

bp = Blueprint("alarms", __name__, url_prefix="/alarms")


@bp.get("")
@requires(Permission.ALARM_MANAGE)
def alarms() -> ResponseReturnValue:
    """All of them, oldest first."""
    page = list_alarms(context.session(), by=context.actor(), after=key_in_address())
    return render_template("admin/alarms/alarms.html", page=page, is_first="after" not in request.args)


@bp.route("/<int:alarm_id>", methods=["GET", "POST"])
@requires(Permission.ALARM_MANAGE)
def assign(alarm_id: int) -> ResponseReturnValue:
    """One, and the form to give it to an organisation."""
    row = find_alarm(context.session(), alarm_id, by=context.actor())
    form = AssignForm(data={"organization": row.suggested or ""} if request.method == "GET" else None)
    if request.method == "GET" or not form.validate():
        return _assign_page(form, row)
    try:
        name = assign_work(context.session(), alarm_id, form.organization.data, by=context.actor())
    except FieldRefusal as refusal:
        form.refuse(refusal.field, refusal)
        return _assign_page(form, row)
    flash(f"已指定由“{name}”办理，并已通知该单位。", "success")
    return redirect(url_for("alarms.alarms"), 303)


def _assign_page(form: AssignForm, row: object) -> ResponseReturnValue:
    page = render_template("admin/alarms/assign.html", form=form, row=row)
    return page, 422 if form.is_submitted() else 200
