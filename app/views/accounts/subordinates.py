"""下级单位: the organisations under the reader's, and a new password for one's super administrator."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.permissions import Permission
from app.services.accounts.reset_password import reset_subordinate
from app.services.accounts.subordinates import find_subordinate, list_subordinates
from app.services.recovery.requests import Asker, ignore_request, waiting_requests
from app.views import context
from app.views.gate import requires
from app.views.paging import key_in_address
from forms.accounts import SubordinateSearchForm

bp = Blueprint("subordinates", __name__, url_prefix="/subordinates")


@bp.get("")
@requires(Permission.SUBORDINATE_RESET)
def subordinates() -> ResponseReturnValue:
    """Find the organisation."""
    asked = SubordinateSearchForm(request.args)
    text = (asked.text.data or "") if asked.validate() else ""
    page = list_subordinates(context.session(), by=context.actor(), text=text, after=key_in_address())
    requests = waiting_requests(context.session(), Asker.SUBORDINATE, by=context.actor())
    return render_template(
        "accounts/subordinates/subordinates.html", page=page, asked=asked, text=text, requests=requests
    )


@bp.post("/requests/<int:request_id>/ignore")
@requires(Permission.SUBORDINATE_RESET)
def ignore(request_id: int) -> ResponseReturnValue:
    """Leave a request for a new password as it is."""
    ignore_request(context.session(), request_id, Asker.SUBORDINATE, by=context.actor())
    flash("已忽略该重置请求，密码未变。", "success")
    return redirect(url_for("accounts.subordinates.subordinates"), 303)


@bp.route("/<int:organization_id>/password", methods=["GET", "POST"])
@requires(Permission.SUBORDINATE_RESET)
def reset(organization_id: int) -> ResponseReturnValue:
    """Reset the password of its super administrator and show the new one, this once."""
    one = find_subordinate(context.session(), organization_id, by=context.actor())
    if request.method == "GET":
        return render_template("accounts/subordinates/reset.html", one=one)
    issued = reset_subordinate(context.session(), organization_id, by=context.actor())
    back = url_for("accounts.subordinates.subordinates")
    return render_template("accounts/issued.html", issued=issued, back=back, place="下级单位密码重置")
