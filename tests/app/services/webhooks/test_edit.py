"""Webhooks: system administrators alone, public https addresses alone, and secrets that are shown once."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import NotFound, NotPermitted
from app.permissions import Actor
from app.sealing import sealer
from app.services.webhooks.edit import (
    NoEvents,
    TooManyWebhooks,
    WebhookAddressRefused,
    WebhookFields,
    add_webhook,
    delete_webhook,
    edit_webhook,
    find_webhook,
    list_webhooks,
)
from models import AuditEvent, NotificationKind, Webhook
from tests.drawing import Offices, make_offices
from tests.factories import make_base, make_member

FIELDS = WebhookFields("省统一门户", "https://portal.example/in", [NotificationKind.OPENED, NotificationKind.URGED])


@pytest.fixture
def offices(session: Session) -> Offices:
    return make_offices(session)


@pytest.fixture
def by(offices: Offices) -> Actor:
    return offices.system


def test_a_webhook_is_kept_with_its_secret_sealed_and_every_change_in_the_audit_log(session, by):
    secret = add_webhook(session, FIELDS, by=by)
    (row,) = list_webhooks(session, by=by)
    assert (row.name, row.url, row.events) == (FIELDS.name, FIELDS.url, ["opened", "urged"])
    assert len(secret) == 64
    assert secret.encode() not in row.secret_sealed
    assert sealer().unseal(row.secret_sealed) == secret
    edit_webhook(session, row.id, WebhookFields("改名", FIELDS.url, FIELDS.events, is_enabled=False), by=by)
    assert not find_webhook(session, row.id, by=by).is_enabled
    assert delete_webhook(session, row.id, by=by) == "改名"
    acts = session.scalars(select(AuditEvent).where(AuditEvent.action == "webhook:manage").order_by(AuditEvent.id))
    details = [event.detail for event in acts]
    assert [detail["act"] for detail in details] == ["add", "edit", "delete"]
    assert secret not in str(details)


@pytest.mark.parametrize("url", ["http://portal.example/", "https://10.0.0.8/", "https://u:p@portal.example/", "x"])
def test_an_address_that_nothing_is_sent_to_is_refused(session, by, url):
    with pytest.raises(WebhookAddressRefused, match="接收地址不能使用"):
        add_webhook(session, WebhookFields("门户", url, FIELDS.events), by=by)
    assert session.scalars(select(Webhook)).all() == []


def test_it_is_told_of_something_and_there_are_not_too_many(session, by):
    with pytest.raises(NoEvents):
        add_webhook(session, WebhookFields("门户", FIELDS.url, []), by=by)
    for _ in range(20):
        add_webhook(session, FIELDS, by=by)
    with pytest.raises(TooManyWebhooks):
        add_webhook(session, FIELDS, by=by)


def test_nobody_else_sees_or_sets_them(session, offices, by):
    add_webhook(session, FIELDS, by=by)
    (row,) = list_webhooks(session, by=by)
    for other in (make_member(session, make_base(session)), offices.security, offices.audit):
        with pytest.raises(NotPermitted):
            list_webhooks(session, by=other)
        with pytest.raises(NotPermitted):
            add_webhook(session, FIELDS, by=other)
        with pytest.raises(NotPermitted):
            delete_webhook(session, row.id, by=other)


def test_one_that_is_gone_is_not_found(session, by):
    for act in (find_webhook, delete_webhook):
        with pytest.raises(NotFound):
            act(session, 10**9, by=by)
