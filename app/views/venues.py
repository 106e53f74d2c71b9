"""教学场地设施: the venues of a training base, the second tab of 基本信息维护."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.errors import FieldRefusal
from app.permissions import Permission
from app.services.organization import venues as service
from app.services.organization.venues import VenueFields
from app.views import context
from app.views.gate import requires
from app.views.paging import key_in_address
from forms.venues import VenueForm
from models import Ownership, Venue, VenueKind

bp = Blueprint("venues", __name__, url_prefix="/organization/venues")


@bp.get("")
@requires(Permission.VENUE_EDIT)
def venues() -> ResponseReturnValue:
    """The venues of the reader's base."""
    page = service.list_venues(context.session(), by=context.actor(), after=key_in_address())
    totals = service.total_venues(context.session(), by=context.actor())
    return render_template("venues/venues.html", page=page, totals=totals)


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.VENUE_EDIT)
def new() -> ResponseReturnValue:
    """Add a venue."""
    form = VenueForm()
    if form.validate_on_submit() and _saved(form, None):
        return _back(f"已新增场地“{form.name.data}”。")
    return _form_page(form, None)


@bp.route("/<int:venue_id>/edit", methods=["GET", "POST"])
@requires(Permission.VENUE_EDIT)
def edit(venue_id: int) -> ResponseReturnValue:
    """Change a venue."""
    row = service.find_venue(context.session(), venue_id, by=context.actor())
    form = VenueForm(obj=row)
    if form.validate_on_submit() and _saved(form, venue_id):
        return _back(f"已修改场地“{form.name.data}”。")
    return _form_page(form, row)


@bp.route("/<int:venue_id>/delete", methods=["GET", "POST"])
@requires(Permission.VENUE_EDIT)
def delete(venue_id: int) -> ResponseReturnValue:
    """Delete a venue, after one more question."""
    row = service.find_venue(context.session(), venue_id, by=context.actor())
    if request.method == "GET":
        return render_template("venues/delete.html", row=row)
    return _back(f"已删除场地“{service.delete_venue(context.session(), venue_id, by=context.actor())}”。")


def _back(said: str) -> ResponseReturnValue:
    flash(said, "success")
    return redirect(url_for("venues.venues"), 303)


def _form_page(form: VenueForm, row: Venue | None) -> ResponseReturnValue:
    return render_template("venues/edit.html", form=form, row=row), 422 if form.is_submitted() else 200


def _saved(form: VenueForm, venue_id: int | None) -> bool:
    fields = VenueFields(
        name=form.name.data,
        kind=VenueKind(form.kind.data),
        area=form.area.data,
        seats=form.seats.data,
        ownership=Ownership(form.ownership.data),
        equipment=form.equipment.data or "",
    )
    try:
        if venue_id is None:
            service.add_venue(context.session(), fields, by=context.actor())
        else:
            service.edit_venue(context.session(), venue_id, fields, by=context.actor())
    except FieldRefusal as refusal:
        form.refuse(refusal.field, refusal)
        return False
    return True
