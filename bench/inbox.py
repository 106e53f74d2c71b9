"""An inbox while millions of rows of others wait in the same table: its pages beside what no page can do without.

The floor of each page is the bare indexed query on an open connection that gives the same numbers: no names, no
rights, no Python.
"""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from typing import Any

import psycopg
from sqlalchemy.orm import Session

from app.database import Database
from app.permissions import Actor
from app.services.inbox import addressed, counts
from app.services.inbox.filter import DUE_SOON, OVERDUE, InboxFilter
from app.services.inbox.folds import fold_by_submitter, fold_by_task
from app.services.inbox.group_statements import NEWEST
from app.services.inbox.groups import GroupKey, list_matching
from app.services.inbox.rows import count_rows, list_rows
from bench.approvals import Flow
from bench.figures import Figure, at_most, in_turn, percentile, within
from bench.waiting import Waiting, fill
from models import ItemKind
from tests.statements import statements

TIMES = 100
MOST = 3.0
YEAR = 2026  # in which the classes of the benchmark are credited

Ours = Callable[[Session, Actor], object]

OPEN = "w.organization_id = %(organization)s AND w.closed_at IS NULL"
GROUPED = """
    SELECT w.group_id, w.user_task_id, count(*), min(w.id), max(w.id), min(w.opened_at), min(w.due_at),
           count(*) FILTER (WHERE w.due_at < now())
      FROM work_item w {joins} WHERE {open} AND {where}
     GROUP BY w.group_id, w.user_task_id ORDER BY {order} LIMIT 51
"""
SUMS = "count(*), min(w.opened_at), min(w.due_at), count(*) FILTER (WHERE w.due_at < now())"
BY_TASK = "SELECT w.user_task_id, {sums} FROM work_item w WHERE {open} GROUP BY w.user_task_id"
BY_SUBMITTER = """
    SELECT i.organization_id, {sums} FROM work_item w JOIN instance i ON i.id = w.instance_id
     WHERE {open} GROUP BY i.organization_id ORDER BY i.organization_id LIMIT 51
"""
ROWS = """
    SELECT w.id, i.revision, l.name, s.value, o.name FROM work_item w JOIN instance i ON i.id = w.instance_id
      JOIN score s ON s.id = i.item_id JOIN learner l ON l.id = s.learner_id
      JOIN organization o ON o.id = s.employer_id
     WHERE {open} AND w.group_id = %(class_id)s AND w.user_task_id = %(task)s AND {where} ORDER BY w.id LIMIT 51
"""
COUNTED_ROWS = """
    SELECT count(*), max(w.id) FROM work_item w JOIN instance i ON i.id = w.instance_id
      JOIN score s ON s.id = i.item_id JOIN learner l ON l.id = s.learner_id
     WHERE {open} AND w.group_id = %(class_id)s AND w.user_task_id = %(task)s AND l.name LIKE '%%9%%'
"""
COUNTED = (
    "SELECT count(*) FROM (SELECT FROM work_item w WHERE {open} LIMIT 1000)",
    "SELECT count(*) FROM (SELECT FROM work_item w WHERE {open} AND w.due_at < now() LIMIT 1000)",
    """SELECT count(*) FROM (SELECT FROM work_item w WHERE {open} AND w.due_at BETWEEN now() AND now() + '2 days'
        LIMIT 1000)""",
    "SELECT count(*) FROM (SELECT FROM sign_off WHERE user_id = %(user)s AND signed_at IS NULL LIMIT 1000)",
    """SELECT count(*) FROM (SELECT FROM instance_event WHERE user_id = %(user)s
        AND organization_id = %(organization)s AND kind IN (2, 14, 17, 19) LIMIT 1000)""",
    """SELECT count(*) FROM (SELECT FROM instance i WHERE i.organization_id = %(organization)s
        AND i.ended_at IS NULL LIMIT 1000)""",
    """SELECT count(*) FROM (SELECT FROM carbon_copy WHERE user_id = %(user)s AND organization_id = %(organization)s
        AND read_at IS NULL LIMIT 1000)""",
)
SUBMITTED = "JOIN instance i ON i.id = w.instance_id"


def measure(flow: Flow, owner: Database, rows: int) -> list[Figure]:
    """Service time of each page at a large and at an ordinary inbox, and the number of statements."""
    waiting = fill(flow, owner, rows)
    figures = []
    for size, by in (("large", waiting.large), ("ordinary", waiting.ordinary)):
        for name, ours, bare in _pages(flow, waiting):
            values = _values(flow, waiting, by)
            figures.append(_beside(f"{size} inbox, {name}, {rows:,} open, p95", flow, by, (ours, bare), values))
    many, little = (_statements(flow.database, by) for by in (waiting.large, waiting.few))
    return [
        *figures,
        at_most("inbox first page, statements beside those of a small inbox", many, "statements", little, 1.0),
        within("inbox first page, statements", many, "statements", 3),
    ]


def _pages(flow: Flow, waiting: Waiting) -> Iterator[tuple[str, Ours, tuple[str, ...]]]:
    yield "first page", _groups(InboxFilter()), _bare()
    yield "newest first", _groups(InboxFilter(), NEWEST), _bare(order="max(w.id) DESC")
    yield "counts of the tabs", _tabs, tuple(sql.format(open=OPEN) for sql in COUNTED)
    yield (
        "folded by task",
        lambda s, by: fold_by_task(s, by=by, asked=InboxFilter()),
        (BY_TASK.format(open=OPEN, sums=SUMS),),
    )
    yield (
        "folded by submitter",
        lambda s, by: fold_by_submitter(s, by=by, asked=InboxFilter()),
        (BY_SUBMITTER.format(open=OPEN, sums=SUMS),),
    )
    for name, asked, joins, where in _filters(flow, waiting):
        yield f"by {name}", _groups(asked), _bare(joins, where)
    key = GroupKey(waiting.class_id, flow.steps[0].task or 0)
    shown = ROWS.format(open=OPEN, where="true")
    yield "rows of a group", lambda s, by: list_rows(s, key, by=by), (shown,)
    found = InboxFilter(text="9")
    named = ROWS.format(open=OPEN, where="l.name LIKE '%%9%%'")
    yield "rows of a group by name", partial(_rows, key, found), (named, COUNTED_ROWS.format(open=OPEN))


def _filters(flow: Flow, waiting: Waiting) -> Iterator[tuple[str, InboxFilter, str, str]]:
    """Each filter of the list: what it asks, and the same in SQL."""
    since = date.today() - timedelta(days=20)
    there = "JOIN organization o ON o.id = i.organization_id"
    yield "process", InboxFilter(kind=ItemKind.SCORE), "", "w.user_task_id = %(task)s"
    yield "node", InboxFilter(node="score_declaration/employer_review"), "", "w.user_task_id = %(task)s"
    yield "day", InboxFilter(since=since), "", "w.opened_at >= %(since)s"
    yield "overdue", InboxFilter(due=OVERDUE), "", "w.due_at < now()"
    yield "due soon", InboxFilter(due=DUE_SOON), "", "w.due_at BETWEEN now() AND now() + '2 days'"
    yield (
        "submitter",
        InboxFilter(submitter_id=waiting.submitter.id),
        SUBMITTED,
        "i.organization_id = %(submitter)s",
    )
    yield (
        "submitter's name",
        InboxFilter(submitter=waiting.submitter.name),
        f"{SUBMITTED} {there}",
        "o.name LIKE '%%' || %(name)s || '%%'",
    )
    yield (
        "region",
        InboxFilter(region=waiting.region),
        f"{SUBMITTED} {there}",
        "o.region_code = %(region)s",
    )
    taught = "JOIN training_class c ON c.id = w.group_id"
    yield "text", InboxFilter(text="班"), taught, "c.name LIKE '%%班%%'"
    yield "year", InboxFilter(year=YEAR), taught, "c.credit_year = %(year)s"


def _groups(asked: InboxFilter, sort: str = "") -> Ours:
    """The list as its page shows it: with a filter, how many rows it matches is part of it."""

    return lambda session, by: list_matching(session, by=by, asked=asked, sort=sort)


def _rows(key: GroupKey, asked: InboxFilter, session: Session, by: Actor) -> None:
    list_rows(session, key, by=by, asked=asked)
    count_rows(session, key, by=by, asked=asked)


def _tabs(session: Session, by: Actor) -> None:
    counts.count_waiting(session, by)
    counts.count_due(session, by)
    addressed.count_signatures(session, by)
    counts.count_decided(session, by)
    counts.count_under_way(session, by)
    addressed.count_copies(session, by)


def _bare(joins: str = "", where: str = "true", order: str = "w.group_id, w.user_task_id") -> tuple[str, ...]:
    return (GROUPED.format(joins=joins, where=where, open=OPEN, order=order),)


def _values(flow: Flow, waiting: Waiting, by: Actor) -> dict[str, Any]:
    return {
        "organization": by.organization_id,
        "user": by.user_id,
        "task": flow.steps[0].task,
        "class_id": waiting.class_id,
        "submitter": waiting.submitter.id,
        "name": waiting.submitter.name,
        "region": waiting.region,
        "year": YEAR,
        "since": date.today() - timedelta(days=20),
    }


def _beside(
    name: str, flow: Flow, by: Actor, pages: tuple[Ours, tuple[str, ...]], values: dict[str, Any]
) -> Figure:
    ours, floor = in_turn(
        lambda: _page(flow.database, pages[0], by),
        lambda: _run(flow.connection, pages[1], values),
        times=TIMES,
        warm_up=6,  # psycopg prepares a statement at its fifth run
    )
    return at_most(name, percentile(ours, 0.95) * 1000, "ms", percentile(floor, 0.95) * 1000, MOST)


def _page(database: Database, page: Ours, by: Actor) -> None:
    with database.unit_of_work() as session:
        page(session, by)


def _run(connection: psycopg.Connection[Any], queries: tuple[str, ...], values: dict[str, Any]) -> None:
    with connection.transaction():
        for query in queries:
            connection.execute(query, values).fetchall()


def _statements(database: Database, by: Actor) -> int:
    with statements() as seen:
        _page(database, _groups(InboxFilter()), by)
    return len(seen)
