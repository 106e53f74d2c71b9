"""审计日志: the auditors' list of what was done."""

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from app.permissions import Permission
from app.services.audit_log import AuditFilter, list_events
from app.services.seals.export import export_seals
from app.views import context
from app.views.gate import requires
from app.views.paging import key_in_address
from forms.admin.audit_log import AuditFilterForm

bp = Blueprint("audit_log", __name__, url_prefix="/audit-log")


@bp.get("")
@requires(Permission.AUDIT_VIEW)
def events() -> ResponseReturnValue:
    """Show what the filter finds; nothing is left out silently where the filter is wrong."""
    form = AuditFilterForm(request.args)
    asked = AuditFilter(**form.asked()) if form.validate() else AuditFilter()
    page = list_events(context.session(), asked, by=context.actor(), after=key_in_address())
    return render_template("admin/audit_log/events.html", page=page, form=form, args=request.args)


@bp.get("/seals.csv")
@requires(Permission.AUDIT_VIEW)
def seals() -> ResponseReturnValue:
    """Every daily seal as a file to keep elsewhere: whoever has it can prove that none was changed since."""
    content = export_seals(context.session(), by=context.actor())
    headers = {"Content-Disposition": "attachment; filename=seals.csv"}
    return Response(content, mimetype="text/csv", headers=headers)
