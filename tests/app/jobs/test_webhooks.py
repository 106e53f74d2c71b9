"""Deliveries to other systems: signed, tried again, and given up where it is seen."""

import hashlib
import hmac
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select, text

from app.database import Database
from app.jobs.webhooks import ATTEMPTS, deliver
from app.jobs.worker import work
from app.outgoing import NotDelivered
from app.permissions import Actor
from app.services.webhooks.edit import WebhookFields, add_webhook, edit_webhook, try_webhook
from models import Notification, NotificationKind, Webhook
from tests.drawing import make_offices
from tests.journey import Journey, begin
from tests.receiver import Receiver, receiver

JOBS = text("SELECT task_name, args FROM procrastinate_jobs WHERE status = 'todo' ORDER BY id")


@pytest.fixture
def there(tmp_path: Path) -> Iterator[Receiver]:
    with receiver(tmp_path) as server:
        yield server


@pytest.fixture
def by(committed_database: Database) -> Actor:
    with committed_database.unit_of_work() as session:
        return make_offices(session).system


@pytest.fixture
def journey(committed_database: Database) -> Journey:
    with committed_database.unit_of_work() as session:
        return begin(session, learners=2)


def hooked(database: Database, by: Actor, url: str, *events: NotificationKind) -> str:
    """Add a webhook; returns its secret."""
    with database.unit_of_work() as session:
        return add_webhook(session, WebhookFields("门户", url, events), by=by)


def declare(database: Database, journey: Journey) -> None:
    with database.unit_of_work() as session:
        journey.session = session
        assert all(result.ok for result in journey.declare())


def the_webhook(database: Database) -> Webhook:
    with database.unit_of_work() as session:
        return session.scalars(select(Webhook)).one()


def jobs(database: Database) -> list[str]:
    with database.unit_of_work() as session:
        return [row.task_name for row in session.execute(JOBS)]


def test_what_it_asks_for_is_delivered_and_signed(committed_database, by, there, journey):
    secret = hooked(committed_database, by, there.url, NotificationKind.OPENED)
    declare(committed_database, journey)
    with committed_database.unit_of_work() as session:
        told = session.scalars(select(Notification.id)).one()
    deliver(committed_database, the_webhook(committed_database).id, told, ways=there.ways())
    (request,) = there.requests
    said = json.loads(request.body)
    assert (said["event"], said["rows"], said["process"], said["task"]) == (
        "opened", 2, "score_declaration", "employer_review",
    )  # fmt: skip
    assert said["organization"]["name"] == journey.chain.employer.name
    moment = request.headers["X-Webhook-Timestamp"]
    expected = hmac.new(secret.encode(), f"{moment}.".encode() + request.body, hashlib.sha256).hexdigest()
    assert request.headers["X-Webhook-Signature"] == f"sha256={expected}"
    assert (the_webhook(committed_database).last_result, the_webhook(committed_database).is_failing) == (
        "已送达（204）",
        False,
    )


def test_no_delivery_names_a_person(committed_database, by, there, journey):
    hooked(committed_database, by, there.url, *NotificationKind)
    declare(committed_database, journey)
    deliver(committed_database, the_webhook(committed_database).id, 1, ways=there.ways())
    said = there.requests[0].body.decode()
    people = [journey.chain.base_member.name, *(learner.name for learner in journey.chain.learners)]
    assert not [name for name in people if name in said]


def test_only_webhooks_that_ask_for_it_cost_a_job(committed_database, by, committed_urls, there, journey):
    hooked(committed_database, by, there.url, NotificationKind.COPIED)
    declare(committed_database, journey)
    assert jobs(committed_database) == []


def test_the_worker_refuses_an_inner_address_and_tries_again_later(committed_database, by, committed_urls, journey):
    hooked(committed_database, by, "https://localhost:9/in", NotificationKind.OPENED)
    declare(committed_database, journey)
    assert jobs(committed_database) == ["pass_on_notifications"]
    work(committed_database, committed_urls.application, wait=False)
    assert jobs(committed_database) == ["deliver_webhook"]
    row = the_webhook(committed_database)
    assert (row.is_failing, row.given_up) == (True, 0)
    assert row.last_result == "域名指向内部网络或本机地址，没有发送"
    waits = []
    for _ in range(3):
        with committed_database.unit_of_work() as session:
            query = "SELECT extract(epoch FROM scheduled_at - now()) FROM procrastinate_jobs WHERE status = 'todo'"
            waits.append(float(session.scalar(text(query))))
            session.execute(text("UPDATE procrastinate_jobs SET scheduled_at = now() WHERE status = 'todo'"))
        work(committed_database, committed_urls.application, wait=False)
    assert waits[0] < waits[1] < waits[2]


def test_in_the_end_it_is_given_up_and_that_is_seen(committed_database, by, committed_urls, journey):
    hooked(committed_database, by, "https://localhost:9/in", NotificationKind.OPENED)
    declare(committed_database, journey)
    work(committed_database, committed_urls.application, wait=False)
    with committed_database.unit_of_work() as session:
        session.execute(
            text("UPDATE procrastinate_jobs SET scheduled_at = now(), attempts = :last WHERE status = 'todo'"),
            {"last": ATTEMPTS},
        )
    work(committed_database, committed_urls.application, wait=False)
    assert jobs(committed_database) == []
    assert the_webhook(committed_database).given_up == 1


def test_a_failure_is_raised_for_the_queue_and_kept_for_the_list(committed_database, by, there, journey):
    there.status = 500
    hooked(committed_database, by, there.url, NotificationKind.OPENED)
    declare(committed_database, journey)
    with pytest.raises(NotDelivered):
        deliver(committed_database, the_webhook(committed_database).id, 1, ways=there.ways())
    assert (the_webhook(committed_database).last_result, the_webhook(committed_database).is_failing) == (
        "对方答复 500",
        True,
    )


def test_one_that_is_turned_off_gets_nothing_more(committed_database, by, there, journey):
    hooked(committed_database, by, there.url, NotificationKind.OPENED)
    declare(committed_database, journey)
    with committed_database.unit_of_work() as session:
        row = session.scalars(select(Webhook)).one()
        edit_webhook(
            session, row.id, WebhookFields("门户", row.url, [NotificationKind.OPENED], is_enabled=False), by=by
        )
    deliver(committed_database, row.id, 1, ways=there.ways())
    assert there.requests == []


def test_a_trial_says_nothing_but_that_it_is_one(committed_database, by, there):
    hooked(committed_database, by, there.url, NotificationKind.OPENED)
    webhook_id = the_webhook(committed_database).id
    with committed_database.unit_of_work() as session:
        try_webhook(session, webhook_id, by=by)
    assert jobs(committed_database) == ["deliver_webhook"]
    deliver(committed_database, webhook_id, None, ways=there.ways())
    assert json.loads(there.requests[0].body) == {"event": "ping"}
