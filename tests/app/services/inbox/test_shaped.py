"""Statements that serve all filters of one shape."""

from datetime import date

import pytest

from app.services.inbox.filter import DUE_SOON, OVERDUE, PERSONS, InboxFilter
from app.services.inbox.groups import list_matching
from app.services.inbox.rows import count_rows, list_rows
from models import ItemKind
from tests.factories import nth_resident_id
from tests.journey import Journey


@pytest.fixture
def declared(journey: Journey) -> Journey:
    """Three rows wait for the employer."""
    journey.declare()
    return journey


SAME = [
    (InboxFilter(text="会计"), InboxFilter(text="100%")),
    (InboxFilter(year=2024), InboxFilter(year=2025)),
    (InboxFilter(kind=ItemKind.SCORE), InboxFilter(kind=ItemKind.TRAINING_PLAN)),
    (InboxFilter(node="a/b"), InboxFilter(node="c/d")),
    (InboxFilter(submitter="基地"), InboxFilter(submitter="a_b")),
    (InboxFilter(submitter_id=7), InboxFilter(submitter_id=PERSONS)),
    (InboxFilter(region="410000", due=OVERDUE), InboxFilter(region="410100", due=OVERDUE)),
    (InboxFilter(since=date(2025, 1, 1)), InboxFilter(since=date(2026, 1, 1))),
]
OTHER = [
    (InboxFilter(), InboxFilter(text="会计")),
    (InboxFilter(text="会计"), InboxFilter(text="会计", year=2024)),
    (InboxFilter(due=OVERDUE), InboxFilter(due=DUE_SOON)),
    (InboxFilter(since=date(2025, 1, 1)), InboxFilter(until=date(2025, 1, 1))),
    (InboxFilter(text="会计"), InboxFilter(text=nth_resident_id(1))),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_filters_that_ask_for_the_same_things_have_one_shape(one: InboxFilter, other: InboxFilter):
    assert one.shape == other.shape


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_filters_that_ask_for_other_things_have_not(one: InboxFilter, other: InboxFilter):
    assert one.shape != other.shape


def test_a_text_of_blanks_asks_nothing():
    assert InboxFilter(text="  ", submitter=" ").shape == InboxFilter().shape


def test_a_statement_finds_what_each_filter_of_its_shape_asks(declared: Journey):
    session, who = declared.session, declared.chain.employer_member
    (group,) = list_matching(session, by=who, asked=InboxFilter()).page.rows
    for text, count in ((group.facts.name, 1), ("没有这样的班", 0), (group.facts.name[:2], 1), ("%", 0), ("_", 0)):
        assert len(list_matching(session, by=who, asked=InboxFilter(text=text)).page.rows) == count
    row = list_rows(session, group.key, by=who).rows[0]
    for text, count in ((row.name, 3), ("没有这样的人", 0), ("/", 0), ("%", 0)):
        assert count_rows(session, group.key, by=who, asked=InboxFilter(text=text)).count == count


def test_the_rows_that_a_filter_matches_are_counted_with_its_first_page_and_with_the_last(declared: Journey):
    session, who, asked = declared.session, declared.chain.employer_member, InboxFilter(kind=ItemKind.SCORE)
    first = list_matching(session, by=who, asked=asked)
    beyond = list_matching(session, by=who, asked=asked, after=first.page.rows[-1].key)
    assert (first.total, beyond.page.rows, beyond.total) == (first.page.rows[0].count, [], first.total)


def test_nothing_is_counted_where_nothing_is_asked(declared: Journey):
    assert list_matching(declared.session, by=declared.chain.employer_member, asked=InboxFilter()).total is None
