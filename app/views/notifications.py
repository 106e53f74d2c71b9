"""通知: what the reader was told, and the bell at the top of each page."""

from flask import Blueprint, Flask, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.permissions import Permission
from app.services.notifications.list import Told, count_unread, list_told
from app.services.notifications.list import mark_read as mark
from app.views import context
from app.views.gate import requires
from app.views.paging import key_in_address
from forms.notifications import MarkReadForm
from models import NotificationKind

bp = Blueprint("notifications", __name__, url_prefix="/notifications")

SUBMITTERS = {
    NotificationKind.RETURNED: "returned",
    NotificationKind.APPROVED: "approved",
    NotificationKind.REJECTED: "rejected",
}
"""Kinds that are told to who submitted: the state by which his list is filtered for them."""


@bp.get("")
@requires(Permission.NOTIFICATION_VIEW)
def notifications() -> ResponseReturnValue:
    """What the reader was told, newest first."""
    before = key_in_address()
    page = list_told(context.session(), by=context.actor(), before=before)
    form = MarkReadForm(up_to=page.rows[0].id if page.rows and not before else None)
    return render_template("notifications/notifications.html", page=page, form=form, is_first=not before)


@bp.post("/read")
@requires(Permission.NOTIFICATION_VIEW)
def mark_read() -> ResponseReturnValue:
    """全部标为已读: everything up to the newest that the page showed."""
    form = MarkReadForm()
    if form.validate_on_submit():
        mark(context.session(), form.up_to.data, by=context.actor())
        flash("已全部标为已读。", "success")
    return redirect(url_for("notifications.notifications"), 303)


def address_of(told: Told) -> str:
    """Where a notification leads: to its item, or to the list that shows all of its rows."""
    if told.instance_id is not None:
        return url_for("instances.instance", instance_id=told.instance_id)
    if told.kind is NotificationKind.SUBSTITUTE:
        return url_for("substitutions.substitutions")
    if told.kind in SUBMITTERS:
        return url_for("instances.submitted", kind=told.item_kind, state=SUBMITTERS[told.kind])
    if told.kind is NotificationKind.SIGNATURE:
        return url_for("addressed.signatures")
    return url_for("inbox.groups", kind=told.item_kind, node=told.node)


def install(app: Flask) -> None:
    """Let the layout ask how much is unread, and lists where a notification leads."""
    app.jinja_env.globals["unread_count"] = lambda: count_unread(context.session(), context.actor())
    app.jinja_env.globals["notification_address"] = address_of
