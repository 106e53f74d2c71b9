"""A hundred thousand limits that are over at once: reminded of and escalated, beside the bare statements."""

from typing import Any

import psycopg
from sqlalchemy import text

from app.database import Database
from app.services.approvals import escalating, reminding
from bench.approvals import Flow
from bench.figures import Figure, at_least, seconds
from models import EventKind
from tests.factories import make_employer, make_member

ROWS = 100_000
EMPLOYERS = 100  # over which the rows are spread evenly; all have the same superior

FILL = """
    WITH fresh AS (
        INSERT INTO instance (version_id, path_node_id, item_kind, item_id, group_id, organization_id,
                              started_by_id, event_count)
        SELECT :version, :place, 'score', -3000000000 - :first - n, 1, :base, :user, 1
          FROM generate_series(1, :rows) AS n
        RETURNING id, group_id)
    INSERT INTO work_item (instance_id, user_task_id, organization_id, group_id, due_at, remind_at, escalate_at)
    SELECT id, :task, (cast(:employers AS bigint[]))[1 + id % :count], group_id, now() - interval '1 hour',
           now() - interval '2 hours', now() - interval '1 hour' FROM fresh
"""
REMIND = """
    WITH reminded AS (
        UPDATE work_item SET reminded_at = now()
         WHERE id IN (SELECT id FROM work_item
                       WHERE closed_at IS NULL AND reminded_at IS NULL AND remind_at <= now() FOR UPDATE)
        RETURNING instance_id, group_id, organization_id, user_task_id)
    INSERT INTO notification (kind, organization_id, module, item_kind, user_task_id, rows)
    SELECT 'reminded', organization_id, 'score_review', 'score', user_task_id, count(*) FROM reminded
     GROUP BY organization_id, user_task_id
"""
LOCK = """
    SELECT w.id, coalesce(o.superior_id, o.hr_id) FROM work_item w JOIN instance i ON i.id = w.instance_id
      JOIN organization o ON o.id = w.organization_id
     WHERE w.closed_at IS NULL AND w.escalate_at <= now() ORDER BY i.id LIMIT %(limit)s FOR UPDATE OF i, w
"""
MOVE = """
    WITH event AS (
        INSERT INTO instance_event (instance_id, seq, kind, revision, at, work_item_id, path_node_id, hash)
        SELECT i.id, i.event_count + 1, %(kind)s, i.revision, now(), w.id, i.path_node_id,
               instance_event_hash(i.chain_head, i.id, i.event_count + 1, %(kind)s, i.revision, now(), NULL, NULL,
                                   w.id, i.path_node_id, NULL, NULL)
          FROM work_item w JOIN instance i ON i.id = w.instance_id WHERE w.id = ANY(%(ids)s)
        RETURNING instance_id, seq, hash)
    UPDATE instance SET event_count = event.seq, chain_head = event.hash
      FROM event WHERE instance.id = event.instance_id
"""
CLOSE = "UPDATE work_item SET closed_at = now(), escalate_at = NULL WHERE id = ANY(%(ids)s)"
OPEN = """
    INSERT INTO work_item (instance_id, user_task_id, organization_id, group_id, due_at, came_by)
    SELECT w.instance_id, w.user_task_id, p.superior, w.group_id, w.due_at, 'escalated'
      FROM unnest(%(ids)s::bigint[], %(superiors)s::bigint[]) AS p (id, superior) JOIN work_item w ON w.id = p.id
"""


def measure(flow: Flow, owner: Database) -> list[Figure]:
    """Each has a hundred thousand rows of its own; the bare statements take the same chunks."""
    with flow.database.unit_of_work() as session:
        employers = [make_employer(session, hr=flow.chain.hr) for _ in range(EMPLOYERS)]
        for employer in employers:
            make_member(session, employer)
        ids = [employer.id for employer in employers]
    took = []
    for number, sweep in enumerate((_remind, _bare_remind, _escalate, _bare_escalate)):
        if number % 2 == 0 or sweep is _bare_escalate:
            _fill(flow, owner, ids, number * ROWS)
        elif sweep is _bare_remind:
            _unremind(flow, owner)
        took.append(seconds(lambda sweep=sweep: sweep(flow)))  # type: ignore[misc]
    reminded, bare_reminded, escalated, bare_escalated = (ROWS / one for one in took)
    rows = f"{ROWS:,} work items that are over their limit"
    return [
        at_least(f"remind of {rows}", reminded, "rows/s", bare_reminded, 0.6),
        at_least(f"escalate {rows}", escalated, "rows/s", bare_escalated, 0.6),
    ]


def _remind(flow: Flow) -> None:
    with flow.database.unit_of_work() as session:
        _expect(reminding.remind_due(session))


def _bare_remind(flow: Flow) -> None:
    with flow.connection.transaction():
        flow.connection.execute(REMIND)


def _escalate(flow: Flow) -> None:
    done = 0
    while done < ROWS:
        with flow.database.unit_of_work() as session:
            done += escalating.escalate_overdue(session) or ROWS + 1
    _expect(done)


def _bare_escalate(flow: Flow) -> None:
    for _ in range(ROWS // escalating.AT_ONCE):
        with flow.connection.transaction():
            _bare_chunk(flow.connection)


def _bare_chunk(connection: psycopg.Connection[Any]) -> None:
    rows = connection.execute(LOCK, {"limit": escalating.AT_ONCE}).fetchall()
    ids, superiors = [row[0] for row in rows], [row[1] for row in rows]
    connection.execute(MOVE, {"ids": ids, "kind": EventKind.ESCALATED.value})
    connection.execute(CLOSE, {"ids": ids})
    connection.execute(OPEN, {"ids": ids, "superiors": superiors})


def _expect(rows: int) -> None:
    if rows != ROWS:
        raise AssertionError(rows)


def _fill(flow: Flow, owner: Database, employers: list[int], first: int) -> None:
    """New rows; those of earlier rounds are due no more."""
    with flow.database.unit_of_work() as session:
        session.execute(
            text("UPDATE work_item SET remind_at = NULL, escalate_at = NULL WHERE escalate_at <= now()")
        )
        session.execute(
            text(FILL),
            {
                "version": flow.version,
                "place": flow.steps[0].place,
                "task": flow.steps[0].task,
                "base": flow.chain.base.id,
                "user": flow.chain.base_member.user_id,
                "employers": employers,
                "count": len(employers),
                "first": first,
                "rows": ROWS,
            },
        )
    _vacuum(owner)


def _unremind(flow: Flow, owner: Database) -> None:
    with flow.database.unit_of_work() as session:
        session.execute(text("UPDATE work_item SET reminded_at = NULL WHERE reminded_at IS NOT NULL"))
    _vacuum(owner)


def _vacuum(owner: Database) -> None:
    with owner.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE instance, work_item"))
