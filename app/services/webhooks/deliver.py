"""One delivery to another system: what is said, signed by the webhook's secret, and how it went.

Who an item is about is not said: the other system asks for that with its own rights.
"""

import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from app.items import item_of_kind
from app.sealing import sealer
from models import Notification, Organization, UserTask, Webhook

DELIVER = "deliver_webhook"
PING = "ping"


class Delivery(NamedTuple):
    """What is sent and where to."""

    url: str
    body: bytes
    headers: Mapping[str, str]


def delivery_of(session: Session, webhook_id: int, notification_id: int | None) -> Delivery | None:
    """What is to be delivered now; without a notification a message that says nothing.

    None where the webhook is gone or turned off meanwhile: then nobody waits for it.
    """
    webhook = session.get(Webhook, webhook_id)
    if webhook is None or not webhook.is_enabled:
        return None
    said = {"event": PING} if notification_id is None else _said(session, notification_id)
    if said is None:
        return None
    body = json.dumps(said, ensure_ascii=False, sort_keys=True).encode()
    return Delivery(webhook.url, body, _headers(sealer().unseal(webhook.secret_sealed), body, said))


def note_result(session: Session, webhook_id: int, result: str, *, failed: bool, gave_up: bool = False) -> None:
    """Keep how the last delivery went, for the list of webhooks."""
    session.execute(
        update(Webhook)
        .where(Webhook.id == webhook_id)
        .values(
            last_at=func.now(),
            last_result=result,
            is_failing=failed,
            given_up=Webhook.given_up + int(gave_up),
        )
        .execution_options(synchronize_session=False)
    )


def signature_of(secret: str, timestamp: str, body: bytes) -> str:
    """HMAC-SHA256 over the moment, a full stop and the body: neither can be changed, nor the message sent later."""
    return hmac.new(secret.encode(), f"{timestamp}.".encode() + body, hashlib.sha256).hexdigest()


def _headers(secret: str, body: bytes, said: Mapping[str, Any]) -> Mapping[str, str]:
    timestamp = str(int(time.time()))
    return {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "jixu-webhook/1",
        "X-Webhook-Event": said["event"],
        "X-Webhook-Timestamp": timestamp,
        "X-Webhook-Signature": f"sha256={signature_of(secret, timestamp, body)}",
    }


def _said(session: Session, notification_id: int) -> dict[str, Any] | None:
    row = session.execute(
        select(Notification, Organization, UserTask.node_id)
        .outerjoin(Organization, Organization.id == Notification.organization_id)
        .outerjoin(UserTask, UserTask.id == Notification.user_task_id)
        .where(Notification.id == notification_id)
    ).one_or_none()
    if row is None:
        return None
    told, organization, node_id = row
    return {
        "id": told.id,
        "event": told.kind.value,
        "at": told.created_at.isoformat(),
        "organization": {"id": organization.id, "name": organization.name} if organization else None,
        "process": item_of_kind(told.item_kind).process_id if told.item_kind else None,
        "task": node_id,
        "instance": told.instance_id,
        "outcome": told.outcome,
        "rows": told.rows,
    }
