"""单位管理员: the members of an organisation, and what is done to one of them."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.errors import FieldRefusal
from app.permissions import Permission, may
from app.services.accounts import change_member, leaver, reset_password
from app.services.accounts.hand_over import hand_over as hand_over_to
from app.services.accounts.members import Member, find_member, list_members
from app.services.accounts.roles import roles_to_give
from app.services.recovery.requests import Asker, ignore_request, waiting_requests
from app.views import context
from app.views.gate import SIGN_IN, requires
from app.views.paging import key_in_address
from forms.accounts import GiveAllForm, RoleChoiceForm

bp = Blueprint("members", __name__, url_prefix="/members")
LIST = "accounts.members.members"


@bp.get("")
@requires(Permission.MEMBER_MANAGE)
def members() -> ResponseReturnValue:
    """The members of the reader's organisation."""
    page = list_members(context.session(), by=context.actor(), after=key_in_address())
    may_hand_over = may(context.actor(), Permission.MEMBER_HAND_OVER)
    requests = waiting_requests(context.session(), Asker.MEMBER, by=context.actor())
    return render_template(
        "accounts/members/members.html", page=page, may_hand_over=may_hand_over, requests=requests
    )


@bp.post("/requests/<int:request_id>/ignore")
@requires(Permission.MEMBER_MANAGE)
def ignore(request_id: int) -> ResponseReturnValue:
    """Leave a request for a new password as it is."""
    ignore_request(context.session(), request_id, Asker.MEMBER, by=context.actor())
    flash("已忽略该重置请求，密码未变。", "success")
    return redirect(url_for("accounts.members.members"), 303)


@bp.route("/<int:membership_id>/role", methods=["GET", "POST"])
@requires(Permission.MEMBER_MANAGE)
def assign(membership_id: int) -> ResponseReturnValue:
    """Give a member another role."""
    member = _find(membership_id)
    form = RoleChoiceForm(data={"role_id": str(member.role_id)})
    form.offer((role.id, role.name) for role in roles_to_give(context.session(), by=context.actor()))
    if form.validate_on_submit() and _assigned(membership_id, form):
        flash(f"已为{member.name}分配角色，即时生效。", "success")
        return redirect(url_for(LIST), 303)
    page = render_template("accounts/members/assign.html", member=member, form=form)
    return page, 422 if form.is_submitted() else 200


@bp.route("/<int:membership_id>/password", methods=["GET", "POST"])
@requires(Permission.MEMBER_MANAGE)
def reset(membership_id: int) -> ResponseReturnValue:
    """Reset a member's password and show the new one, this once."""
    member = _find(membership_id)
    if request.method == "GET":
        return render_template("accounts/members/reset.html", member=member)
    issued = reset_password.reset_member(context.session(), membership_id, by=context.actor())
    return render_template("accounts/issued.html", issued=issued, back=url_for(LIST), place="单位管理员")


@bp.route("/<int:membership_id>/disable", methods=["GET", "POST"])
@requires(Permission.MEMBER_MANAGE)
def disable(membership_id: int) -> ResponseReturnValue:
    """Disable a member, after one more question."""
    member = _find(membership_id)
    if request.method == "GET":
        return render_template("accounts/members/disable.html", member=member)
    change_member.set_enabled(context.session(), membership_id, False, by=context.actor())
    flash(f"已禁用{member.name}，其在本单位的权限即时失效。", "success")
    return redirect(url_for(LIST), 303)


@bp.route("/<int:membership_id>/enable", methods=["GET", "POST"])
@requires(Permission.MEMBER_MANAGE)
def enable(membership_id: int) -> ResponseReturnValue:
    """Enable a member again, after one more question."""
    member = _find(membership_id)
    if request.method == "GET":
        return render_template("accounts/members/enable.html", member=member)
    change_member.set_enabled(context.session(), membership_id, True, by=context.actor())
    flash(f"已启用{member.name}。", "success")
    return redirect(url_for(LIST), 303)


@bp.route("/<int:membership_id>/delete", methods=["GET", "POST"])
@requires(Permission.MEMBER_MANAGE)
def delete(membership_id: int) -> ResponseReturnValue:
    """Delete a membership, after one more question."""
    member = _find(membership_id)
    if request.method == "GET":
        return render_template("accounts/members/delete.html", member=member)
    change_member.delete_member(context.session(), membership_id, by=context.actor())
    flash(f"已删除{member.name}在本单位的管理权限。", "success")
    return redirect(url_for(LIST), 303)


@bp.route("/<int:membership_id>/work", methods=["GET", "POST"])
@requires(Permission.MEMBER_MANAGE)
def leaving(membership_id: int) -> ResponseReturnValue:
    """What resolves to a member; all of it can be given to a colleague before he leaves."""
    session, by, member = context.session(), context.actor(), _find(membership_id)
    colleagues = leaver.colleagues_of(session, membership_id, by=by)
    form = GiveAllForm().offer((one.user_id, one.name) for one in colleagues)
    if form.validate_on_submit():
        done = leaver.give_all(session, membership_id, int(form.to.data), by=by)
        left = f"，{done.left:,} 项该同事无权办理，留在原处" if done.left else ""
        flash(f"已移交 {done.given:,} 项{left}。", "warning" if done.left else "success")
        return redirect(url_for("accounts.members.leaving", membership_id=membership_id), 303)
    standing = leaver.standing_of(session, membership_id, by=by)
    page = render_template("accounts/members/leaving.html", member=member, standing=standing, form=form)
    return page, 422 if form.is_submitted() else 200


@bp.route("/<int:membership_id>/hand-over", methods=["GET", "POST"])
@requires(Permission.MEMBER_HAND_OVER)
def hand_over(membership_id: int) -> ResponseReturnValue:
    """Make a member the super administrator, after one more question; the reader is none any more then."""
    member = _find(membership_id)
    if request.method == "GET":
        return render_template("accounts/members/hand_over.html", member=member)
    organization = context.actor().organization_name
    hand_over_to(context.session(), membership_id, by=context.actor())
    context.web_session().end()
    flash(f"已将{member.name}设为{organization}的超级管理员，您在该单位的管理权限已删除。", "success")
    return redirect(url_for(SIGN_IN), 303)


def _find(membership_id: int) -> Member:
    return find_member(context.session(), membership_id, by=context.actor())


def _assigned(membership_id: int, form: RoleChoiceForm) -> bool:
    try:
        change_member.assign_role(context.session(), membership_id, int(form.role_id.data), by=context.actor())
    except FieldRefusal as refusal:
        form.refuse(refusal.field, refusal)
        return False
    return True
