"""The first page of an inbox while a million rows of others wait in the same table."""

import psycopg
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.database import Database
from app.permissions import Actor
from app.services.inbox.groups import list_groups
from bench.approvals import Flow
from bench.figures import Figure, at_most, percentile, seconds, within
from tests.factories import make_class, make_employer, make_member
from tests.statements import statements

REVIEWERS = 100  # organisations among which the rows are spread evenly
CLASSES = 60  # groups that each of them sees: more than a page
TIMES = 100

BARE = """
    SELECT group_id, user_task_id, count(*), min(id), max(id) FROM work_item
     WHERE organization_id = %s AND closed_at IS NULL
     GROUP BY group_id, user_task_id ORDER BY group_id, user_task_id LIMIT 51
"""

FILL = """
    WITH waiting AS (
        INSERT INTO instance (version_id, path_node_id, item_kind, item_id, group_id, organization_id,
                              started_by_id, event_count)
        SELECT :version, :place, 'score', -n, (cast(:classes AS bigint[]))[1 + n % :class_count], :base, :user, 1
          FROM generate_series(cast(:first AS bigint), cast(:last AS bigint)) AS n
        RETURNING id, group_id)
    INSERT INTO work_item (instance_id, user_task_id, organization_id, group_id)
    SELECT id, :task, (cast(:reviewers AS bigint[]))[1 + id / :class_count % :reviewer_count], group_id FROM waiting
"""


def measure(flow: Flow, owner: Database, rows: int) -> list[Figure]:
    """Service time and number of statements, beside the one query that the page cannot do without."""
    reviewer, few = _fill(flow, owner, rows)
    ours, floor = [], []
    for _ in range(TIMES):
        ours.append(seconds(lambda: _page(flow.database, reviewer)))
        floor.append(seconds(lambda: _bare(flow.connection, reviewer)))
    many, little = _statements(flow.database, reviewer), _statements(flow.database, few)
    return [
        at_most(
            f"inbox first page, {rows:,} open, p95",
            percentile(ours, 0.95) * 1000,
            "ms",
            percentile(floor, 0.95) * 1000,
            3.0,
        ),
        at_most("inbox first page, statements beside those of a small inbox", many, "statements", little, 1.0),
        within("inbox first page, statements", many, "statements", 3),
    ]


def _fill(flow: Flow, owner: Database, rows: int) -> tuple[Actor, Actor]:
    """Open rows for 100 employers; returns a reviewer of one of them, and one with three rows."""
    with flow.database.unit_of_work() as session:
        employers = [make_employer(session, hr=flow.chain.hr) for _ in range(REVIEWERS)]
        small = make_employer(session, hr=flow.chain.hr)
        classes = [make_class(session, base=flow.chain.base).id for _ in range(CLASSES)]
        _wait(session, flow, classes, [one.id for one in employers], 1, rows)
        _wait(session, flow, classes, [small.id], rows + 1, rows + 3)
        actors = make_member(session, employers[0]), make_member(session, small)
    with owner.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE instance, work_item"))
    return actors


def _wait(session: Session, flow: Flow, classes: list[int], reviewers: list[int], first: int, last: int) -> None:
    session.execute(text("SET LOCAL statement_timeout = 0"))
    session.execute(
        text(FILL),
        {
            "version": flow.version,
            "place": flow.steps[0].place,
            "task": flow.steps[0].task,
            "base": flow.chain.base.id,
            "user": flow.chain.base_member.user_id,
            "classes": classes,
            "class_count": len(classes),
            "reviewers": reviewers,
            "reviewer_count": len(reviewers),
            "first": first,
            "last": last,
        },
    )


def _page(database: Database, reviewer: Actor) -> None:
    with database.unit_of_work() as session:
        list_groups(session, by=reviewer)


def _bare(connection: psycopg.Connection[tuple[int, ...]], reviewer: Actor) -> None:
    with connection.transaction():
        connection.execute(BARE, (reviewer.organization_id,)).fetchall()


def _statements(database: Database, reviewer: Actor) -> int:
    with statements() as seen:
        _page(database, reviewer)
    return len(seen)
