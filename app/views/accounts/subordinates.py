"""下级机构: the organisations below the reader's, one of them, and a new password for its super administrator."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.errors import FieldRefusal
from app.permissions import Permission, may
from app.services.accounts.chief import find_chief
from app.services.accounts.reset_password import reset_subordinate
from app.services.approvals.reassigning import reassign_organization, waiting_by_process
from app.services.recovery.requests import Asker, ignore_request, waiting_requests
from app.services.subordinates.enable import enable_organization
from app.services.subordinates.export import export_subordinates
from app.services.subordinates.list import SubordinateFilter, list_subordinates
from app.services.subordinates.read import read_below
from app.services.subordinates.scope import regions_below
from app.views import context
from app.views.downloads import spreadsheet
from app.views.gate import requires
from app.views.paging import key_in_address
from forms.subordinates import EnableForm, ReassignForm, SubordinateFilterForm
from models import OrganizationKind

bp = Blueprint("subordinates", __name__, url_prefix="/subordinates")


@bp.get("")
@requires(Permission.ORGANIZATION_LIST)
def subordinates() -> ResponseReturnValue:
    """Find organisations: right below the reader's or below one of those, or anywhere beneath."""
    session, by, form = context.session(), context.actor(), _asked()
    asked, resets = _filter(form), may(by, Permission.SUBORDINATE_RESET)
    page = list_subordinates(session, by=by, asked=asked, after=key_in_address())
    return render_template(
        "accounts/subordinates/subordinates.html",
        page=page,
        form=form,
        query={name: value for name, value in form.data.items() if value and name not in form.errors},
        below=read_below(session, asked.under, by=by) if asked.under else None,
        resets=resets,
        requests=waiting_requests(session, Asker.SUBORDINATE, by=by) if resets else [],
    )


@bp.get("/rows.xlsx")
@requires(Permission.ORGANIZATION_LIST)
def rows_file() -> ResponseReturnValue:
    """What the filter shows, as a file."""
    content = export_subordinates(context.session(), _filter(_asked()), by=context.actor())
    return spreadsheet("下级机构.xlsx", content)


@bp.get("/<int:organization_id>")
@requires(Permission.ORGANIZATION_LIST)
def subordinate(organization_id: int) -> ResponseReturnValue:
    """One of them."""
    by = context.actor()
    return render_template(
        "accounts/subordinates/subordinate.html",
        below=read_below(context.session(), organization_id, by=by),
        resets=may(by, Permission.SUBORDINATE_RESET),
        enables=may(by, Permission.ORGANIZATION_ENABLE),
        reassigns=may(by, Permission.ORGANIZATION_REASSIGN),
    )


@bp.route("/<int:organization_id>/disable", methods=["GET", "POST"])
@requires(Permission.ORGANIZATION_ENABLE)
def disable(organization_id: int) -> ResponseReturnValue:
    """Disable it, with a reason."""
    return _enable(organization_id, enabled=False)


@bp.route("/<int:organization_id>/enable", methods=["GET", "POST"])
@requires(Permission.ORGANIZATION_ENABLE)
def enable(organization_id: int) -> ResponseReturnValue:
    """Enable it again, with a reason."""
    return _enable(organization_id, enabled=True)


@bp.route("/<int:organization_id>/reassign", methods=["GET", "POST"])
@requires(Permission.ORGANIZATION_REASSIGN)
def reassign(organization_id: int) -> ResponseReturnValue:
    """Move what waits there to another organisation of the same kind."""
    session, by, form = context.session(), context.actor(), ReassignForm()
    waiting = waiting_by_process(session, organization_id, by=by)
    if request.method == "POST" and form.validate():
        try:
            done = reassign_organization(
                session, organization_id, form.receiver.data, reason=form.reason.data, by=by
            )
        except FieldRefusal as refusal:
            form.refuse(refusal.field, refusal)
        else:
            flash(f"已将 {done.moved:,} 项移交“{done.receiver}”，原单位还有 {done.left:,} 项。", "success")
            return redirect(url_for("accounts.subordinates.subordinate", organization_id=organization_id), 303)
    below = read_below(session, organization_id, by=by)
    page = render_template("accounts/subordinates/reassign.html", below=below, waiting=waiting, form=form)
    return page, 200 if request.method == "GET" else 422


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
    one = find_chief(context.session(), organization_id, by=context.actor())
    if request.method == "GET":
        return render_template("accounts/subordinates/reset.html", one=one)
    issued = reset_subordinate(context.session(), organization_id, by=context.actor())
    back = url_for("accounts.subordinates.subordinates")
    return render_template("accounts/issued.html", issued=issued, back=back, place="下级机构")


def _enable(organization_id: int, *, enabled: bool) -> ResponseReturnValue:
    below = read_below(context.session(), organization_id, by=context.actor())
    form = EnableForm()
    if request.method == "GET" or not form.validate() or not _done(form, organization_id, enabled):
        page = render_template(
            "accounts/subordinates/enable.html",
            below=below,
            form=form,
            enabled=enabled,
            reassigns=may(context.actor(), Permission.ORGANIZATION_REASSIGN),
        )
        return page, 200 if request.method == "GET" else 422
    flash(f"已{'启用' if enabled else '停用'}“{below.organization.name}”。", "success")
    return redirect(url_for("accounts.subordinates.subordinate", organization_id=organization_id), 303)


def _done(form: EnableForm, organization_id: int, enabled: bool) -> bool:
    reason = form.reason.data
    try:
        enable_organization(context.session(), organization_id, enabled=enabled, reason=reason, by=context.actor())
    except FieldRefusal as refusal:
        form.refuse(refusal.field, refusal)
        return False
    return True


def _asked() -> SubordinateFilterForm:
    return SubordinateFilterForm(request.args).offer(regions_below(context.session(), by=context.actor()))


def _filter(form: SubordinateFilterForm) -> SubordinateFilter:
    """What it asks; a field of it that is wrong asks nothing, and the page says so."""
    form.validate()
    good = {name: value for name, value in form.data.items() if value and name not in form.errors}
    return SubordinateFilter(
        under=good.get("under"),
        deep=good.get("scope") == "all" and "under" not in good,
        text=good.get("text", ""),
        kind=OrganizationKind(good["kind"]) if "kind" in good else None,
        region=good.get("region", ""),
        is_enabled={"on": True, "off": False}.get(good.get("state", "")),
    )
