"""机构管理: all organisations of the province, new HR departments, and new passwords at the top."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.errors import FieldRefusal
from app.permissions import Permission
from app.services.accounts.chief import find_topmost_chief
from app.services.accounts.reset_password import reset_topmost
from app.services.province.found import Founded, Founding, found_hr
from app.services.province.list import list_organizations
from app.services.province.place import find_place, vacant_regions
from app.services.province.read import read_organization
from app.services.recovery.requests import Asker, ignore_request, waiting_requests
from app.services.reference.tree import region_tree
from app.services.subordinates.list import SubordinateFilter
from app.views import context
from app.views.gate import requires
from app.views.paging import key_in_address
from forms.admin.organizations import FoundingForm, OrganizationFilterForm, RegionForm
from models import OrganizationKind

bp = Blueprint("organizations", __name__, url_prefix="/organizations")
LIST = "organizations.organizations"


@bp.get("")
@requires(Permission.PROVINCE_VIEW)
def organizations() -> ResponseReturnValue:
    """Find organisations, or those right below one."""
    session, by = context.session(), context.actor()
    form = OrganizationFilterForm(request.args).offer([(one.code, one.indented) for one in region_tree(session)])
    asked = _filter(form)
    return render_template(
        "admin/organizations/organizations.html",
        page=list_organizations(session, by=by, asked=asked, after=key_in_address()),
        form=form,
        query={name: value for name, value in form.data.items() if value and name not in form.errors},
        below=read_organization(session, asked.under, by=by) if asked.under else None,
        requests=waiting_requests(session, Asker.TOPMOST, by=by),
    )


@bp.get("/<int:organization_id>")
@requires(Permission.PROVINCE_VIEW)
def organization(organization_id: int) -> ResponseReturnValue:
    """One of them."""
    below = read_organization(context.session(), organization_id, by=context.actor())
    return render_template("admin/organizations/organization.html", below=below)


@bp.get("/new")
@requires(Permission.ORGANIZATION_FOUND)
def region() -> ResponseReturnValue:
    """Step 1 of a new HR department: its region."""
    vacant = vacant_regions(context.session(), by=context.actor())
    form = RegionForm(request.args).offer([(one.code, one.indented) for one in vacant])
    if "region" in request.args and form.validate():
        return redirect(url_for("organizations.new", region_code=form.region.data))
    page = render_template("admin/organizations/region.html", form=form, vacant=vacant)
    return page, 422 if form.errors else 200


@bp.route("/new/<region_code>", methods=["GET", "POST"])
@requires(Permission.ORGANIZATION_FOUND)
def new(region_code: str) -> ResponseReturnValue:
    """Step 2: the department and its super administrator, whose first password is shown once."""
    place = find_place(context.session(), region_code, by=context.actor())
    form = FoundingForm(data={"name": place.suggested_name} if request.method == "GET" else None)
    form.offer(place.superiors)
    if request.method == "POST" and form.validate() and (founded := _founded(form, region_code)):
        return render_template("admin/organizations/founded.html", founded=founded)
    page = render_template("admin/organizations/new.html", form=form, place=place)
    return page, 422 if request.method == "POST" else 200


@bp.route("/<int:organization_id>/password", methods=["GET", "POST"])
@requires(Permission.TOPMOST_RESET)
def reset(organization_id: int) -> ResponseReturnValue:
    """Reset the password of a topmost department's super administrator and show the new one, this once."""
    one = find_topmost_chief(context.session(), organization_id, by=context.actor())
    if request.method == "GET":
        return render_template("admin/organizations/reset.html", one=one)
    issued = reset_topmost(context.session(), organization_id, by=context.actor())
    return render_template("accounts/issued.html", issued=issued, back=url_for(LIST), place="机构管理")


@bp.post("/requests/<int:request_id>/ignore")
@requires(Permission.TOPMOST_RESET)
def ignore(request_id: int) -> ResponseReturnValue:
    """Leave a request for a new password as it is."""
    ignore_request(context.session(), request_id, Asker.TOPMOST, by=context.actor())
    flash("已忽略该重置请求，密码未变。", "success")
    return redirect(url_for(LIST), 303)


def _founded(form: FoundingForm, region_code: str) -> Founded | None:
    texts = {name: form[name].data for name in ("name", "credit_code", "contact_name", "contact_phone")}
    chosen = form.superior_id.data if "superior_id" in form else None
    fields = Founding(
        region_code=region_code,
        resident_id=form.resident_id.data,
        person=form.person.data,
        is_user=form.is_user.data == "yes",
        superior_id=int(chosen) if chosen else None,
        **texts,
    )
    try:
        return found_hr(context.session(), fields, by=context.actor())
    except FieldRefusal as refusal:
        form.refuse(refusal.field, refusal)
        return None


def _filter(form: OrganizationFilterForm) -> SubordinateFilter:
    """What it asks; a field of it that is wrong asks nothing, and the page says so."""
    form.validate()
    good = {name: value for name, value in form.data.items() if value and name not in form.errors}
    return SubordinateFilter(
        under=good.get("under"),
        text=good.get("text", ""),
        kind=OrganizationKind(good["kind"]) if "kind" in good else None,
        region=good.get("region", ""),
        is_enabled={"on": True, "off": False}.get(good.get("state", "")),
    )
