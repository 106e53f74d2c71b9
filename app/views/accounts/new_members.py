"""新增管理员: somebody who is a user already, or a new one."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.errors import FieldRefusal
from app.permissions import Permission
from app.services.accounts.add_member import NewPerson, add_existing, add_new
from app.services.accounts.contact import Contact
from app.services.accounts.roles import roles_to_give
from app.views import context
from app.views.gate import requires
from forms.accounts import ExistingMemberForm, NewMemberForm, RoleChoiceForm

bp = Blueprint("new_members", __name__, url_prefix="/members")


@bp.route("/existing", methods=["GET", "POST"])
@requires(Permission.MEMBER_MANAGE)
def existing() -> ResponseReturnValue:
    """Add somebody who is a user already."""
    form = _offered(ExistingMemberForm())

    def add() -> None:
        number, name = form.resident_id.data, form.name.data
        add_existing(context.session(), number, name, int(form.role_id.data), by=context.actor())

    return _page(form, add, "accounts/new_members/existing.html")


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.MEMBER_MANAGE)
def new() -> ResponseReturnValue:
    """Add somebody who is no user yet."""
    form = _offered(NewMemberForm())

    def add() -> None:
        person = NewPerson(
            resident_id=form.resident_id.data,
            password=form.password.data,
            name=form.name.data,
            contact=Contact(form.mobile.data, form.email.data, form.phone.data),
        )
        add_new(context.session(), person, int(form.role_id.data), by=context.actor())

    return _page(form, add, "accounts/new_members/new.html")


def _offered(form: RoleChoiceForm) -> Any:
    form.offer((role.id, role.name) for role in roles_to_give(context.session(), by=context.actor()))
    return form


def _page(form: Any, add: Callable[[], None], template: str) -> ResponseReturnValue:
    if form.validate_on_submit():
        try:
            add()
        except FieldRefusal as refusal:
            form.refuse(refusal.field, refusal)
        else:
            flash(f"已新增管理员{form.name.data}。", "success")
            return redirect(url_for("accounts.members.members"), 303)
    return render_template(template, form=form), 422 if form.is_submitted() else 200
