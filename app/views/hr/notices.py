"""通知公告管理: publish notices, change them, take them off."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.errors import FieldRefusal
from app.permissions import Permission
from app.services.notices.list import NoticeRow, find_own, list_own
from app.services.notices.publish import NoticeFields, edit_notice, publish_notice, withdraw_notice
from app.views import context
from app.views.gate import requires
from app.views.paging import key_in_address
from forms.hr.notices import NoticeForm

bp = Blueprint("notices", __name__, url_prefix="/notices")
LIST = "hr.notices.notices"


@bp.get("")
@requires(Permission.NOTICE_MANAGE)
def notices() -> ResponseReturnValue:
    """The department's notices, withdrawn ones too."""
    page = list_own(context.session(), by=context.actor(), after=key_in_address())
    return render_template("hr/notices/notices.html", page=page)


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.NOTICE_MANAGE)
def new() -> ResponseReturnValue:
    """Publish a notice."""
    form = NoticeForm()
    if request.method == "GET" or not form.validate() or not _saved(form, None):
        return _form_page(form, None)
    flash("通知已发布，首页即时可见。", "success")
    return redirect(url_for(LIST), 303)


@bp.route("/<int:notice_id>/edit", methods=["GET", "POST"])
@requires(Permission.NOTICE_MANAGE)
def edit(notice_id: int) -> ResponseReturnValue:
    """Change a notice, pin it or let it go."""
    row = find_own(context.session(), notice_id, by=context.actor())
    form = NoticeForm(obj=row)
    if request.method == "GET" or not form.validate() or not _saved(form, row):
        return _form_page(form, row)
    flash("通知已修改。", "success")
    return redirect(url_for(LIST), 303)


@bp.route("/<int:notice_id>/withdraw", methods=["GET", "POST"])
@requires(Permission.NOTICE_MANAGE)
def withdraw(notice_id: int) -> ResponseReturnValue:
    """Take a notice off the public pages, after one more question."""
    row = find_own(context.session(), notice_id, by=context.actor())
    if request.method == "GET":
        return render_template("hr/notices/withdraw.html", row=row)
    flash(f"已撤下通知“{withdraw_notice(context.session(), notice_id, by=context.actor())}”。", "success")
    return redirect(url_for(LIST), 303)


def _saved(form: NoticeForm, row: NoticeRow | None) -> bool:
    fields = NoticeFields(form.title.data, form.body.data, form.is_pinned.data)
    try:
        if row is None:
            publish_notice(context.session(), fields, by=context.actor())
        else:
            edit_notice(context.session(), row.id, fields, by=context.actor())
    except FieldRefusal as refusal:
        form.refuse(refusal.field, refusal)
        return False
    return True


def _form_page(form: NoticeForm, row: NoticeRow | None) -> ResponseReturnValue:
    page = render_template("hr/notices/edit.html", form=form, row=row)
    return page, 422 if form.is_submitted() else 200
