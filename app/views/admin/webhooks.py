"""消息推送: which other systems are told what people are told."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.errors import FieldRefusal
from app.permissions import Permission
from app.services.webhooks.edit import (
    WebhookFields,
    add_webhook,
    delete_webhook,
    edit_webhook,
    find_webhook,
    list_webhooks,
    try_webhook,
)
from app.views import context
from app.views.gate import requires
from forms.admin.webhooks import WebhookForm
from models import NotificationKind

bp = Blueprint("webhooks", __name__, url_prefix="/webhooks")
LIST = "webhooks.webhooks"


@bp.get("")
@requires(Permission.WEBHOOK_MANAGE)
def webhooks() -> ResponseReturnValue:
    """All of them, and how the last delivery of each went."""
    rows = list_webhooks(context.session(), by=context.actor())
    labels = {kind.value: kind.label for kind in NotificationKind}
    return render_template("admin/webhooks/webhooks.html", rows=rows, labels=labels)


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.WEBHOOK_MANAGE)
def new() -> ResponseReturnValue:
    """Tell another system; the secret is shown once."""
    form = WebhookForm(data={"is_enabled": True} if request.method == "GET" else None)
    if request.method == "GET" or not form.validate():
        return _form_page(form, None)
    try:
        secret = add_webhook(context.session(), _fields(form), by=context.actor())
    except FieldRefusal as refusal:
        form.refuse(refusal.field, refusal)
        return _form_page(form, None)
    return render_template("admin/webhooks/created.html", name=form.name.data, secret=secret)


@bp.route("/<int:webhook_id>/edit", methods=["GET", "POST"])
@requires(Permission.WEBHOOK_MANAGE)
def edit(webhook_id: int) -> ResponseReturnValue:
    """Change one, or turn it off."""
    row = find_webhook(context.session(), webhook_id, by=context.actor())
    form = WebhookForm(obj=row)
    if request.method == "GET" or not form.validate():
        return _form_page(form, row.name)
    try:
        edit_webhook(context.session(), webhook_id, _fields(form), by=context.actor())
    except FieldRefusal as refusal:
        form.refuse(refusal.field, refusal)
        return _form_page(form, row.name)
    flash("消息推送已修改。", "success")
    return redirect(url_for(LIST), 303)


@bp.post("/<int:webhook_id>/try")
@requires(Permission.WEBHOOK_MANAGE)
def try_out(webhook_id: int) -> ResponseReturnValue:
    """Send a message that says nothing."""
    try_webhook(context.session(), webhook_id, by=context.actor())
    flash("已发出一条测试消息，稍后刷新本页查看结果。", "success")
    return redirect(url_for(LIST), 303)


@bp.route("/<int:webhook_id>/delete", methods=["GET", "POST"])
@requires(Permission.WEBHOOK_MANAGE)
def delete(webhook_id: int) -> ResponseReturnValue:
    """Delete one, after one more question."""
    row = find_webhook(context.session(), webhook_id, by=context.actor())
    if request.method == "GET":
        return render_template("admin/webhooks/delete.html", row=row)
    flash(f"已删除消息推送“{delete_webhook(context.session(), webhook_id, by=context.actor())}”。", "success")
    return redirect(url_for(LIST), 303)


def _fields(form: WebhookForm) -> WebhookFields:
    events = [NotificationKind(value) for value in form.events.data or ()]
    return WebhookFields(form.name.data, form.url.data, events, form.is_enabled.data)


def _form_page(form: WebhookForm, name: str | None) -> ResponseReturnValue:
    page = render_template("admin/webhooks/edit.html", form=form, name=name)
    return page, 422 if form.is_submitted() else 200
