"""Limits that come near or are over: each recipient is reminded once of all of his, and never twice of one."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from app.database import Database
from app.jobs.worker import work
from app.queue import defer
from app.services.approvals.holding import claim
from app.services.approvals.reminding import remind_due
from app.services.calendar.working_days import due_at, reminder_at
from app.services.notifications.list import list_told
from app.today import CHINA
from models import Notification, NotificationKind, WorkItem
from tests.factories import make_member
from tests.journey import PROCESS, Journey, begin
from tests.redrawn import redraw
from tests.statements import statements

AGO = func.now() - timedelta(minutes=1)


def begun(session: Session, **properties: str) -> Journey:
    journey = begin(session)
    redraw(session, PROCESS, "employer_review", **{"due": "P5D", "remind": "-P2D"} | properties)
    journey.declare()
    return journey


@pytest.fixture
def journey(session: Session) -> Journey:
    """Three scores at an employer, of all of which it is to be reminded now."""
    journey = begun(session)
    session.execute(update(WorkItem).values(remind_at=AGO))
    return journey


def reminded(session: Session, by) -> list[tuple[int, str]]:
    rows = list_told(session, by=by).rows
    return [(one.rows, one.sentence) for one in rows if one.kind is NotificationKind.REMINDED]


@pytest.mark.parametrize(
    ("said", "due", "remind", "at"),
    [
        ("two working days before", "2025-03-17 23:59:59", "-P2D", "2025-03-13 09:00:00"),
        ("over Spring Festival", "2025-02-06 23:59:59", "-P2D", "2025-01-27 09:00:00"),
        ("the next working day", "2025-03-14 23:59:59", "P1D", "2025-03-17 09:00:00"),
        ("hours before", "2025-03-17 18:00:00", "-PT4H", "2025-03-17 14:00:00"),
    ],
)
def test_people_are_reminded_at(said: str, due: str, remind: str, at: str):
    when, wanted = (datetime.fromisoformat(text).replace(tzinfo=CHINA) for text in (due, at))
    assert reminder_at(when, remind) == wanted


def test_work_opens_with_the_moment_to_remind_of_it(session: Session):
    begun(session)
    wanted = reminder_at(due_at(None, "P5D"), "-P2D")
    assert session.scalars(select(WorkItem.remind_at)).all() == [wanted] * 3
    assert remind_due(session) == 0


def test_a_recipient_is_reminded_once_of_all_of_his(journey: Journey):
    session, chain = journey.session, journey.chain
    assert remind_due(session) == 3
    said = "学时申报 3 条的办理期限将到或已过（用人单位审核），请尽快办理"
    assert reminded(session, chain.employer_member) == [(3, said)]
    assert reminded(session, chain.hr_member) == []


def test_nobody_is_reminded_twice_of_one(journey: Journey):
    assert (remind_due(journey.session), remind_due(journey.session)) == (3, 0)
    assert len(reminded(journey.session, journey.chain.employer_member)) == 1


def test_who_holds_an_item_is_reminded_alone(journey: Journey):
    session, chain = journey.session, journey.chain
    colleague = make_member(session, chain.employer, name="单位同事")
    claim(session, journey.open_items("employer_review")[:1], by=chain.employer_member)
    remind_due(session)
    assert sorted(rows for rows, _ in reminded(session, chain.employer_member)) == [1, 2]
    assert [rows for rows, _ in reminded(session, colleague)] == [2]


def test_what_was_decided_is_not_reminded_of(journey: Journey):
    journey.review("employer_review", "approve", by=journey.chain.employer_member)
    assert remind_due(journey.session) == 0


def test_a_sweep_is_one_statement_however_much_is_due(journey: Journey):
    with statements() as sent:
        remind_due(journey.session)
    assert len(sent) == 1


def test_two_workers_remind_of_nothing_twice(committed_database: Database):
    with committed_database.unit_of_work() as session:
        begun(session)
        session.execute(update(WorkItem).values(remind_at=AGO))
    with committed_database.sessions() as first, committed_database.sessions() as second:
        assert (remind_due(first, limit=2), remind_due(second)) == (2, 1)
        second.commit()
        first.commit()
        assert remind_due(first) == 0
        kind = Notification.kind == NotificationKind.REMINDED
        assert sorted(first.scalars(select(Notification.rows).where(kind))) == [1, 2]


def test_the_worker_sweeps_limits(committed_database: Database, committed_urls):
    with committed_database.unit_of_work() as session:
        begun(session, escalate="true")
        session.execute(update(WorkItem).values(remind_at=AGO, escalate_at=AGO))
        defer(session, "sweep_limits", timestamp=0)
    work(committed_database, committed_urls.application, wait=False)
    with committed_database.sessions() as session:
        kinds = set(session.scalars(select(Notification.kind)))
        assert kinds >= {NotificationKind.REMINDED, NotificationKind.ESCALATED, NotificationKind.TAKEN_UP}
