"""The conditions of an inbox, as a table: which rows each leaves, in counts, rows and bulk decisions alike."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select, text, update
from sqlalchemy.orm import Session

from app.services.approvals import start
from app.services.inbox.filter import PERSONS, InboxFilter
from app.services.inbox.folds import fold_by_submitter, fold_by_task
from app.services.inbox.group_statements import NEWEST, OLDEST
from app.services.inbox.groups import count_rows_of, list_groups
from app.services.inbox.rows import all_rows, count_rows, list_rows, whole_groups
from models import Instance, ItemKind, WorkItem
from tests.factories import make_base, make_class, make_member, make_region, make_score
from tests.journey import PROCESS, Journey
from tests.statements import statements
from tests.today import today

TODAY = today()


@pytest.fixture
def two_bases(journey: Journey) -> Journey:
    """Three rows of one base's class, which wait for ten days; one of another base from another county, today's."""
    journey.declare()
    journey.session.execute(update(WorkItem).values(opened_at=func.now() - timedelta(days=10)))
    chain = journey.chain
    elsewhere = make_region(journey.session, name="邻县")
    other = make_base(journey.session, hr=chain.hr)
    other.region_code, other.name = elsewhere.code, "邻县卫校"
    member = make_member(journey.session, other)
    score = make_score(
        journey.session, make_class(journey.session, base=other), chain.learners[0], entered_by=member
    )
    assert all(result.ok for result in start(journey.session, PROCESS, [score.id], by=member))
    return journey


def asked(journey: Journey, name: str) -> InboxFilter:
    base = journey.chain.base
    return {
        "nothing": InboxFilter(),
        "its process": InboxFilter(kind=ItemKind.SCORE),
        "another process": InboxFilter(kind=ItemKind.TRAINING_PLAN),
        "its user task": InboxFilter(node=f"{PROCESS}/employer_review"),
        "another user task": InboxFilter(node=f"{PROCESS}/hr_review"),
        "no user task at all": InboxFilter(node="'; drop/1"),
        "the submitter": InboxFilter(submitter_id=base.id),
        "persons": InboxFilter(submitter_id=PERSONS),
        "a part of the other's name": InboxFilter(submitter="卫校"),
        "the region of the first": InboxFilter(region=base.region_code),
        "the city above": InboxFilter(region=journey.chain.city_hr.region_code),
        "a region of nobody": InboxFilter(region="999999"),
        "what came of late": InboxFilter(since=TODAY - timedelta(days=2)),
        "what came long ago": InboxFilter(until=TODAY - timedelta(days=9)),
        "a day between": InboxFilter(since=TODAY - timedelta(days=8), until=TODAY - timedelta(days=2)),
        "its year": InboxFilter(year=journey.chain.training_class.credit_year),
        "another year": InboxFilter(year=1999),
        "several at once": InboxFilter(kind=ItemKind.SCORE, submitter_id=base.id, until=TODAY),
    }[name]


ROWS = {
    "nothing": 4,
    "its process": 4,
    "another process": 0,
    "its user task": 4,
    "another user task": 0,
    "no user task at all": 0,
    "the submitter": 3,
    "persons": 0,
    "a part of the other's name": 1,
    "the region of the first": 3,
    "the city above": 3,
    "a region of nobody": 0,
    "what came of late": 1,
    "what came long ago": 3,
    "a day between": 0,
    "its year": 4,
    "another year": 0,
    "several at once": 3,
}


@pytest.mark.parametrize("name", ROWS)
def test_a_condition_leaves_its_rows_wherever_they_are_counted(two_bases: Journey, name: str):
    who, session, wanted = two_bases.chain.employer_member, two_bases.session, asked(two_bases, name)
    groups = list_groups(session, by=who, asked=wanted).rows
    assert sum(group.count for group in groups) == ROWS[name]
    assert count_rows_of(session, by=who, asked=wanted) == ROWS[name]
    assert sum(fold.count for fold in fold_by_task(session, by=who, asked=wanted).rows) == ROWS[name]
    assert sum(fold.count for fold in fold_by_submitter(session, by=who, asked=wanted).rows) == ROWS[name]
    shown = [row for group in groups for row in list_rows(session, group.key, by=who, asked=wanted).rows]
    assert len(shown) == ROWS[name]
    meant = whole_groups({group.key: group.last_id for group in groups}, by=who, asked=wanted)
    assert len(session.execute(meant).all()) == ROWS[name]


def test_a_bulk_decides_no_row_that_the_page_did_not_show(two_bases: Journey):
    who, session = two_bases.chain.employer_member, two_bases.session
    group = next(one for one in list_groups(session, by=who).rows if one.count == 3)
    first = list_rows(session, group.key, by=who).rows[0]
    session.execute(update(WorkItem).where(WorkItem.id == first.id).values(opened_at=func.now()))
    wanted = InboxFilter(until=TODAY - timedelta(days=9))
    assert count_rows(session, group.key, by=who, asked=wanted).count == 2
    meant = session.execute(all_rows(group.key, by=who, up_to=group.last_id, asked=wanted)).all()
    assert first.id not in [one.id for one in meant]
    assert len(meant) == 2


@pytest.mark.parametrize(("sort", "counts"), [(OLDEST, [3, 1]), (NEWEST, [1, 3])])
def test_groups_are_sorted_by_their_first_or_last_row_and_paged(two_bases: Journey, sort: str, counts: list[int]):
    who, session = two_bases.chain.employer_member, two_bases.session
    first = list_groups(session, by=who, sort=sort, limit=1)
    rest = list_groups(session, by=who, sort=sort, after=int(first.next_after or 0), limit=1)
    assert [group.count for group in (*first.rows, *rest.rows)] == counts
    assert rest.next_after is None


def test_rows_come_the_other_way_round_and_no_page_misses_one(two_bases: Journey):
    who, session = two_bases.chain.employer_member, two_bases.session
    key = next(one for one in list_groups(session, by=who).rows if one.count == 3).key
    forwards = [row.id for row in list_rows(session, key, by=who).rows]
    first = list_rows(session, key, by=who, sort=NEWEST, limit=2)
    rest = list_rows(session, key, by=who, sort=NEWEST, after=int(first.next_after or 0), limit=2)
    assert [row.id for row in (*first.rows, *rest.rows)] == forwards[::-1]


def test_folds_by_submitter_are_paged_and_each_narrows_the_list_to_itself(two_bases: Journey):
    who, session = two_bases.chain.employer_member, two_bases.session
    first = fold_by_submitter(session, by=who, asked=InboxFilter(), limit=1)
    rest = fold_by_submitter(session, by=who, asked=InboxFilter(), after=int(first.next_after or 0), limit=1)
    for fold in (*first.rows, *rest.rows):
        alone = InboxFilter(submitter_id=int(fold.narrows["submitter_id"]))
        assert count_rows_of(session, by=who, asked=alone) == fold.count
    assert {fold.name for fold in (*first.rows, *rest.rows)} == {two_bases.chain.base.name, "邻县卫校"}


def test_folds_by_user_task_say_their_process_and_since_when(two_bases: Journey):
    (fold,) = fold_by_task(two_bases.session, by=two_bases.chain.employer_member, asked=InboxFilter()).rows
    assert (fold.name, fold.count, fold.waiting_days) == ("用人单位审核", 4, 10)
    assert fold.narrows == {"node": f"{PROCESS}/employer_review"}


def test_filters_cost_the_same_number_of_statements_however_much_waits(two_bases: Journey):
    who, session = two_bases.chain.employer_member, two_bases.session
    with statements() as sent:
        list_groups(session, by=who, asked=InboxFilter(kind=ItemKind.SCORE, submitter="基地", region="410000"))
    assert len(sent) <= 3


def test_the_days_are_those_of_the_clock_of_the_province(session: Session, two_bases: Journey):
    """23:30 on one day in UTC is the next day here."""
    who = two_bases.chain.employer_member
    session.execute(text("UPDATE work_item SET opened_at = timestamptz '2025-06-01 23:30+00'"))
    assert count_rows_of(session, by=who, asked=InboxFilter(until=date(2025, 6, 1))) == 0
    assert count_rows_of(session, by=who, asked=InboxFilter(since=date(2025, 6, 2), until=date(2025, 6, 2))) == 4
    assert session.scalar(select(func.count()).select_from(Instance)) == 4
