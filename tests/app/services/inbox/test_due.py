"""What is over its limit, and what soon will be: in counts, lists, folds, files, and on the start page."""

from datetime import datetime, timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import update
from sqlalchemy.orm import Session

from app.services.calendar.deadline import soon_until
from app.services.calendar.working_days import moved
from app.services.home.due import DueKind, due_of
from app.services.inbox.counts import DueCounts, count_due
from app.services.inbox.export import export_group, export_waiting
from app.services.inbox.filter import DUE_SOON, OVERDUE, InboxFilter
from app.services.inbox.folds import fold_by_submitter, fold_by_task
from app.services.inbox.groups import count_rows_of, list_groups
from app.services.inbox.rows import all_rows, list_rows
from app.services.instances.submitted import list_submitted
from app.services.instances.submitted_filter import OVERDUE as SUBMITTED_OVERDUE
from app.today import CHINA
from models import WorkItem
from tests.factories import make_employer, make_member
from tests.journey import Journey, begin


@pytest.fixture
def journey(session: Session) -> Journey:
    """Of four rows one is over its limit, one will be soon, one late, and one has none."""
    journey = begin(session, learners=4)
    journey.declare()
    now = datetime.now(CHINA)
    limits = (moved(now, "P3D", back=True), soon_until() - timedelta(minutes=1), moved(now, "P20D"), None)
    for id, due_at in zip(journey.open_items("employer_review"), limits, strict=True):
        session.execute(update(WorkItem).where(WorkItem.id == id).values(due_at=due_at))
    return journey


def names(rows) -> list[str]:
    return [row.name for row in rows]


@pytest.mark.parametrize(("due", "at"), [(OVERDUE, 0), (DUE_SOON, 1)])
def test_a_filter_finds_what_is_due_everywhere(journey: Journey, due: str, at: int):
    session, by, asked = journey.session, journey.chain.employer_member, InboxFilter(due=due)
    (group,) = list_groups(session, by=by, asked=asked).rows
    assert (group.count, count_rows_of(session, by=by, asked=asked)) == (1, 1)
    assert names(list_rows(session, group.key, by=by, asked=asked).rows) == [journey.chain.learners[at].name]
    assert len(session.execute(all_rows(group.key, by=by, up_to=2**62, asked=asked)).all()) == 1


def test_groups_and_folds_say_what_is_due_first_and_how_much_is_over(journey: Journey):
    session, by, nothing = journey.session, journey.chain.employer_member, InboxFilter()
    for found in (
        *list_groups(session, by=by).rows,
        *fold_by_task(session, by=by, asked=nothing).rows,
        *fold_by_submitter(session, by=by, asked=nothing).rows,
    ):
        assert (found.count, found.overdue, found.deadline.is_overdue) == (4, 1, True)


def test_rows_say_how_far_off_their_limits_are(journey: Journey):
    session, by = journey.session, journey.chain.employer_member
    rows = list_rows(session, list_groups(session, by=by).rows[0].key, by=by).rows
    said = [(row.deadline.is_overdue, row.deadline.is_soon) if row.deadline else None for row in rows]
    assert said == [(True, False), (False, True), (False, False), None]


def test_only_what_waits_for_the_reader_is_counted(journey: Journey):
    session = journey.session
    assert count_due(session, journey.chain.employer_member) == DueCounts(1, 1)
    elsewhere = make_member(session, make_employer(session, hr=journey.chain.hr))
    assert count_due(session, elsewhere) == DueCounts(0, 0)
    assert count_due(session, make_member(session, journey.chain.employer, modules=())) == DueCounts(0, 0)


def test_the_start_page_names_it(journey: Journey):
    found = due_of(journey.session, by=journey.chain.employer_member)[:2]
    assert [(one.kind, one.text[:3]) for one in found] == [(DueKind.OVERDUE, "1 条"), (DueKind.SOON, "1 条")]


def test_the_submitter_finds_what_is_over_elsewhere(journey: Journey):
    session, by = journey.session, journey.chain.base_member
    found = list_submitted(session, by=by, state=SUBMITTED_OVERDUE).rows
    assert names(found) == [journey.chain.learners[0].name]
    assert found[0].deadline.is_overdue


def test_files_have_the_limits(journey: Journey):
    session, by = journey.session, journey.chain.employer_member
    key = list_groups(session, by=by).rows[0].key
    for content in (
        export_waiting(session, InboxFilter(), by=by),
        export_group(session, key, InboxFilter(), by=by)[1],
    ):
        lines = [[str(cell) for cell in line] for line in load_workbook(BytesIO(content)).active.values]
        assert any("办理期限" in cell for line in lines for cell in line)
        assert sum(any("已超期" in cell for cell in line) for line in lines) == 1
