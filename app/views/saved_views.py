"""Filters of the inbox that are kept under a name."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.errors import FieldRefusal
from app.permissions import Permission
from app.services.inbox import saved_views as service
from app.services.inbox.filter import FilterUnclear
from app.views import context
from app.views.filtering import groups_form, submitter_name
from app.views.gate import requires
from forms.saved_views import SavedViewForm

bp = Blueprint("saved_views", __name__, url_prefix="/inbox/views")


@bp.get("")
@requires(Permission.SAVED_VIEW_EDIT)
def views() -> ResponseReturnValue:
    """The reader's own and those that colleagues share."""
    found = service.list_views(context.session(), by=context.actor())
    return render_template("saved_views/views.html", views=found, most=service.MOST)


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.SAVED_VIEW_EDIT)
def new() -> ResponseReturnValue:
    """Keep the filter that stands in the address."""
    asked, form = groups_form(), SavedViewForm()
    if not asked.validate():
        raise FilterUnclear()
    query: dict[str, Any] = asked.query()
    if form.validate_on_submit() and _saved(form, query):
        flash(f"已保存筛选“{form.name.data}”。", "success")
        return redirect(url_for("inbox.groups", **query), 303)
    submitter = submitter_name(asked)
    page = render_template("saved_views/new.html", form=form, asked=asked, query=query, submitter=submitter)
    return page, 422 if form.is_submitted() else 200


@bp.route("/<int:view_id>/edit", methods=["GET", "POST"])
@requires(Permission.SAVED_VIEW_EDIT)
def edit(view_id: int) -> ResponseReturnValue:
    """Give it another name, share it, or not."""
    view = service.find_view(context.session(), view_id, by=context.actor())
    form = SavedViewForm(obj=view)
    if form.validate_on_submit() and _changed(form, view_id):
        return _back(f"已修改筛选“{form.name.data}”。")
    return render_template("saved_views/edit.html", form=form, view=view), 422 if form.is_submitted() else 200


@bp.route("/<int:view_id>/delete", methods=["GET", "POST"])
@requires(Permission.SAVED_VIEW_EDIT)
def delete(view_id: int) -> ResponseReturnValue:
    """Forget it, after one more question."""
    view = service.find_view(context.session(), view_id, by=context.actor())
    if request.method == "GET":
        return render_template("saved_views/delete.html", view=view)
    return _back(f"已删除筛选“{service.delete_view(context.session(), view_id, by=context.actor())}”。")


def _back(said: str) -> ResponseReturnValue:
    flash(said, "success")
    return redirect(url_for("saved_views.views"), 303)


def _saved(form: SavedViewForm, query: dict[str, str]) -> bool:
    try:
        service.save_view(
            context.session(), form.name.data, query, is_shared=form.is_shared.data, by=context.actor()
        )
    except FieldRefusal as refusal:
        form.refuse(refusal.field, refusal)
        return False
    return True


def _changed(form: SavedViewForm, view_id: int) -> bool:
    try:
        service.change_view(
            context.session(), view_id, form.name.data, is_shared=form.is_shared.data, by=context.actor()
        )
    except FieldRefusal as refusal:
        form.refuse(refusal.field, refusal)
        return False
    return True
