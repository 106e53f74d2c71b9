"""已办: what the reader decided, or his organisation."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from app.permissions import Permission
from app.services.inbox.decided import DecidedKey, list_decided
from app.services.inbox.export import export_decided
from app.services.inbox.filter import FilterUnclear
from app.views import context
from app.views.downloads import spreadsheet
from app.views.filtering import decided_filter, decided_form
from app.views.gate import requires

bp = Blueprint("decided", __name__, url_prefix="/inbox/decided")


@bp.get("")
@requires(Permission.INBOX_VIEW)
def decided() -> ResponseReturnValue:
    """One page of the decisions, newest first."""
    asked = decided_form()
    page = list_decided(
        context.session(),
        decided_filter(asked),
        by=context.actor(),
        after=DecidedKey.parse(request.args.get("after", "")),
    )
    return render_template("decided/decided.html", page=page, asked=asked)


@bp.get("/rows.xlsx")
@requires(Permission.INBOX_EXPORT)
def file() -> ResponseReturnValue:
    """Every decision that the filter matches, as a spreadsheet."""
    form = decided_form()
    asked = decided_filter(form)
    if form.errors:
        raise FilterUnclear()
    return spreadsheet("已办事项.xlsx", export_decided(context.session(), asked, by=context.actor()))
