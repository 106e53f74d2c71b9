"""The auditors' list: complete, the newest first, found by day and person, for auditors alone."""

from datetime import date, timedelta

import pytest

from app.errors import NotPermitted
from app.permissions import Permission
from app.services.audit import record
from app.services.audit_log import AuditFilter, list_events
from app.services.audit_words import THINGS, VERBS, said_of
from tests.drawing import make_offices


@pytest.fixture
def offices(session):
    return make_offices(session)


def test_the_newest_comes_first_and_pages_join(session, offices):
    for number in range(5):
        record(session, by=offices.system, action="diagram:edit", number=number)
    first = list_events(session, AuditFilter(), by=offices.audit, limit=3)
    second = list_events(session, AuditFilter(), by=offices.audit, after=int(first.next_after), limit=3)
    numbers = [row.detail.get("number") for row in [*first.rows, *second.rows]]
    assert numbers[:5] == [4, 3, 2, 1, 0]


def test_it_is_found_by_person_failure_and_day(session, offices):
    record(session, by=offices.security, action="session:sign_in", succeeded=False)
    record(session, by=offices.system, action="diagram:edit")
    today = date.today()
    found = list_events(session, AuditFilter(only_failed=True), by=offices.audit).rows
    assert [row.said for row in found] == ["登录"]
    assert not list_events(session, AuditFilter(person="没有这个人"), by=offices.audit).rows
    later = AuditFilter(first_day=today + timedelta(days=2))
    assert not list_events(session, later, by=offices.audit).rows


def test_only_auditors_read_it(session, offices):
    for by in (offices.system, offices.security):
        with pytest.raises(NotPermitted):
            list_events(session, AuditFilter(), by=by)


@pytest.mark.parametrize("permission", list(Permission))
def test_every_permission_has_its_words(permission):
    thing, _, verb = permission.value.partition(":")
    if verb in ("view", "list"):
        return
    assert thing in THINGS or thing in ("home", "hours", "attachment")
    assert verb in VERBS
    assert said_of(permission.value)
