"""Which other systems are told: system administrators say so, and nobody else."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import FieldRefusal, NotFound, Refusal
from app.outgoing import AddressRefused, target_of
from app.permissions import Actor, Permission
from app.plain_text import tidy
from app.queue import defer
from app.sealing import sealer
from app.services.approvals.locking import confirm
from app.services.audit import record
from app.services.guard import require
from app.services.webhooks.deliver import DELIVER
from models import NotificationKind, Webhook

MANAGE = Permission.WEBHOOK_MANAGE
MOST = 20  # webhooks in all: each is told of everything that it asks for


class WebhookAddressRefused(FieldRefusal):
    """接收地址不能使用：{reason}。请填写对方系统在互联网上的 https 地址。"""

    field = "url"


class NoEvents(FieldRefusal):
    """没有选择事件。请至少选择一类事件。"""

    field = "events"


class TooManyWebhooks(Refusal):
    """最多设置 {most} 个消息推送。请先删除不用的。"""


@dataclass(frozen=True)
class WebhookFields:
    """What is said of a webhook."""

    name: str
    url: str
    events: Sequence[NotificationKind]
    is_enabled: bool = True


def list_webhooks(session: Session, *, by: Actor) -> Sequence[Webhook]:
    """All of them, by name."""
    require(by, MANAGE)
    return session.scalars(select(Webhook).order_by(Webhook.name, Webhook.id).limit(MOST)).all()


def find_webhook(session: Session, webhook_id: int, *, by: Actor) -> Webhook:
    """One of them. Raises NotFound."""
    require(by, MANAGE)
    found = session.get(Webhook, webhook_id)
    if found is None:
        raise NotFound()
    return found


def add_webhook(session: Session, fields: WebhookFields, *, by: Actor) -> str:
    """Tell another system from now on; returns the secret that signs, which is shown this once.

    Raises WebhookAddressRefused, NoEvents or TooManyWebhooks.
    """
    by = confirm(session, by, MANAGE)
    if len(list_webhooks(session, by=by)) >= MOST:
        raise TooManyWebhooks(most=MOST)
    secret = secrets.token_hex(32)
    row = Webhook(secret_sealed=sealer().seal(secret), created_by_id=by.user_id)
    _fill(row, fields)
    session.add(row)
    session.flush()
    record(session, by=by, action=MANAGE, act="add", webhook=row.id, url=row.url, events=row.events)
    return secret


def edit_webhook(session: Session, webhook_id: int, fields: WebhookFields, *, by: Actor) -> None:
    """Change one; what was given up is counted anew. Raises NotFound, WebhookAddressRefused or NoEvents."""
    by = confirm(session, by, MANAGE)
    row = _lock(session, webhook_id)
    _fill(row, fields)
    row.given_up = 0
    session.flush()
    is_on = {"is_enabled": row.is_enabled}
    record(session, by=by, action=MANAGE, act="edit", webhook=row.id, url=row.url, events=row.events, **is_on)


def delete_webhook(session: Session, webhook_id: int, *, by: Actor) -> str:
    """Tell that system no more; returns its name. Raises NotFound."""
    by = confirm(session, by, MANAGE)
    row = _lock(session, webhook_id)
    session.delete(row)
    session.flush()
    record(session, by=by, action=MANAGE, act="delete", webhook=webhook_id, url=row.url)
    return row.name


def try_webhook(session: Session, webhook_id: int, *, by: Actor) -> None:
    """Send it an empty message after the commit; the list shows how that went. Raises NotFound."""
    by = confirm(session, by, MANAGE)
    row = _lock(session, webhook_id)
    defer(session, DELIVER, webhook_id=row.id, notification_id=None)
    record(session, by=by, action=MANAGE, act="try", webhook=row.id)


def _lock(session: Session, webhook_id: int) -> Webhook:
    row = session.get(Webhook, webhook_id, with_for_update=True)
    if row is None:
        raise NotFound()
    return row


def _fill(row: Webhook, fields: WebhookFields) -> None:
    try:
        target_of(fields.url.strip())
    except AddressRefused as refusal:
        raise WebhookAddressRefused(reason=str(refusal)) from refusal
    if not fields.events:
        raise NoEvents()
    row.name, row.url = tidy(fields.name), fields.url.strip()
    row.events, row.is_enabled = sorted(event.value for event in fields.events), fields.is_enabled
