"""角色管理: list, add, edit and delete roles."""

from collections.abc import Callable
from functools import partial

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.errors import FieldRefusal
from app.permissions import MODULES, Permission
from app.services.accounts import roles as service
from app.views import context
from app.views.gate import requires
from app.views.paging import key_in_address
from forms.accounts import RoleForm

bp = Blueprint("roles", __name__, url_prefix="/roles")


@bp.get("")
@requires(Permission.ROLE_MANAGE)
def roles() -> ResponseReturnValue:
    """The roles of the reader's organisation."""
    page = service.list_roles(context.session(), by=context.actor(), after=key_in_address())
    return render_template("accounts/roles/roles.html", page=page)


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.ROLE_MANAGE)
def add() -> ResponseReturnValue:
    """Add a role (新增角色)."""
    form = _form()
    if form.validate_on_submit() and _saved(form, partial(service.add_role, context.session())):
        flash(f"已新增角色“{form.name.data}”。", "success")
        return redirect(url_for("accounts.roles.roles"), 303)
    return render_template("accounts/roles/add.html", form=form), 422 if form.is_submitted() else 200


@bp.route("/<int:role_id>", methods=["GET", "POST"])
@requires(Permission.ROLE_MANAGE)
def edit(role_id: int) -> ResponseReturnValue:
    """Change a role; those who have it work with the new modules at once."""
    role = service.find_role(context.session(), role_id, by=context.actor())
    form = _form(name=role.name, modules=[module.value for module in role.modules])
    if form.validate_on_submit() and _saved(form, partial(service.edit_role, context.session(), role_id)):
        flash(f"已保存角色“{form.name.data}”，使用该角色的管理员即时生效。", "success")
        return redirect(url_for("accounts.roles.roles"), 303)
    return render_template("accounts/roles/edit.html", form=form, role=role), 422 if form.is_submitted() else 200


@bp.route("/<int:role_id>/delete", methods=["GET", "POST"])
@requires(Permission.ROLE_MANAGE)
def delete(role_id: int) -> ResponseReturnValue:
    """Delete a role that nobody has, after one more question."""
    role = service.find_role(context.session(), role_id, by=context.actor())
    if request.method == "GET":
        return render_template("accounts/roles/delete.html", role=role)
    service.delete_role(context.session(), role_id, by=context.actor())
    flash(f"已删除角色“{role.name}”。", "success")
    return redirect(url_for("accounts.roles.roles"), 303)


def _form(**data: object) -> RoleForm:
    form = RoleForm(data=data)
    form.offer(MODULES[context.actor().kind])
    return form


def _saved(form: RoleForm, save: Callable[..., object]) -> bool:
    try:
        save(form.name.data, form.modules.data, by=context.actor())
    except FieldRefusal as refusal:
        form.refuse(refusal.field, refusal)
        return False
    return True
