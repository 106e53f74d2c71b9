"""From a committed notification to those who want it elsewhere: one job for each of them, each tried on its own.

The decision itself puts one job, and none where nobody waits for it.
"""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Text, cast, exists, func, or_, select
from sqlalchemy.orm import Session

from app.config import settings
from app.permissions import Actor
from app.queue import defer
from app.services.approvals.told import PASSING_ON
from app.services.notifications.recipients import recipients_of
from app.services.webhooks.deliver import DELIVER
from models import MailChoice, Notification, NotificationKind, UserSetting, Webhook

MAIL = "mail_notifications"


def pass_on_command(session: Session, command_id: int) -> None:
    """At the end of a command: pass on what all its chunks told, once."""
    anybody = select(UserSetting.user_id).where(UserSetting.mail == MailChoice.AT_ONCE).exists()
    query = select(Notification.id).where(Notification.command_id == command_id, or_(anybody, _is_for_webhooks()))
    if ids := session.scalars(query.order_by(Notification.id)).all():
        defer(session, PASSING_ON, notification_ids=list(ids))


def tell_substitute(session: Session, user_id: int, *, by: Actor) -> None:
    """Tell a member that he stands in for somebody."""
    row = Notification(
        kind=NotificationKind.SUBSTITUTE,
        organization_id=by.organization_id,
        user_id=user_id,
        by_id=by.user_id,
        rows=1,
    )
    session.add(row)
    session.flush()
    defer(session, PASSING_ON, notification_ids=[row.id])


def hand_out(session: Session, notification_ids: Sequence[int]) -> None:
    """Put the jobs that deliver these notifications, all of them or none."""
    if settings().smtp_url:
        for (user_id, organization_id), ids in recipients_of(session, notification_ids).items():
            defer(session, MAIL, user_id=user_id, organization_id=organization_id, notification_ids=ids)
    wanted = (
        select(Webhook.id, Notification.id)
        .join(Notification, cast(Notification.kind, Text) == func.any(Webhook.events))
        .where(Webhook.is_enabled, Notification.id == func.any(list(notification_ids)))
        .order_by(Webhook.id, Notification.id)
    )
    for webhook_id, notification_id in session.execute(wanted).all():
        defer(session, DELIVER, webhook_id=webhook_id, notification_id=notification_id)


def _is_for_webhooks() -> ColumnElement[bool]:
    return exists().where(Webhook.is_enabled, cast(Notification.kind, Text) == func.any(Webhook.events))
