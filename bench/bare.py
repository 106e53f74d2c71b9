"""The floor: the same rows and columns as the approval services write, by psycopg and nothing else.

No permission is checked, no engine is asked, nobody is told anything but what the tables hold.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import psycopg

START = """
    WITH fresh AS (SELECT nextval('instance_id_seq') AS id, s.id AS item_id, s.class_id, s.base_id
                     FROM score s WHERE s.id = ANY(%(ids)s)),
    hashed AS (SELECT f.*, instance_event_hash(''::bytea, f.id, 1, 1, 1, now(), %(user)s, f.base_id, NULL,
                                               %(place)s, NULL, NULL) AS hash FROM fresh f),
    instances AS (INSERT INTO instance (id, version_id, path_node_id, item_kind, item_id, group_id, organization_id,
                                        started_by_id, event_count, chain_head)
                  SELECT id, %(version)s, %(place)s, 'score', item_id, class_id, base_id, %(user)s, 1, hash
                    FROM hashed)
    INSERT INTO instance_event (instance_id, seq, kind, revision, user_id, organization_id, path_node_id, hash)
    SELECT id, 1, 1, 1, %(user)s, base_id, %(place)s, hash FROM hashed RETURNING instance_id
"""
DECLARED = """
    UPDATE score SET state = 'declared', employer_id = l.employer_id FROM learner l
     WHERE score.id = ANY(%(ids)s) AND l.id = score.learner_id
"""
REVISION = """
    INSERT INTO item_revision (instance_id, number, content, variables)
    SELECT i.id, 1, jsonb_build_object('value', s.value::text, 'remark', s.remark),
           jsonb_build_object('score', s.value::text, 'hours', c.hours::text, 'subject_type', u.type,
                              'training_year', c.training_year, 'credit_year', c.credit_year,
                              'base_level', b.level, 'employer_level', e.level)
      FROM instance i JOIN score s ON s.id = i.item_id JOIN training_class c ON c.id = s.class_id
      JOIN subject u ON u.id = c.subject_id JOIN organization b ON b.id = s.base_id
      JOIN organization e ON e.id = s.employer_id
     WHERE i.id = ANY(%(instances)s)
"""
LOCK = """
    SELECT w.id, i.id FROM work_item w JOIN instance i ON i.id = w.instance_id
     WHERE w.id = ANY(%(items)s) ORDER BY i.id FOR UPDATE OF i, w
"""
CLOSE = "UPDATE work_item SET closed_at = now(), outcome = 'approve' WHERE id = ANY(%(items)s)"
MOVE = """
    WITH event AS (
        INSERT INTO instance_event (instance_id, seq, kind, revision, at, user_id, organization_id, work_item_id,
                                    path_node_id, outcome, hash)
        SELECT i.id, i.event_count + 1, 2, i.revision, now(), %(user)s, %(organization)s, w.id, %(place)s,
               'approve',
               instance_event_hash(i.chain_head, i.id, i.event_count + 1, 2, i.revision, now(), %(user)s,
                                   %(organization)s, w.id, %(place)s, 'approve', NULL)
          FROM work_item w JOIN instance i ON i.id = w.instance_id WHERE w.id = ANY(%(items)s)
        RETURNING instance_id, seq, hash)
    UPDATE instance SET path_node_id = %(place)s, event_count = event.seq, chain_head = event.hash,
           ended = %(ended)s, ended_at = CASE WHEN %(ended)s::text IS NULL THEN NULL ELSE now() END
      FROM event WHERE instance.id = event.instance_id
"""
OPEN = """
    WITH opened AS (
        INSERT INTO work_item (instance_id, user_task_id, organization_id, group_id)
        SELECT id, %(task)s, %(organization)s, group_id FROM instance WHERE id = ANY(%(instances)s)
        RETURNING organization_id, group_id)
    INSERT INTO notification (kind, item_kind, module, user_task_id, organization_id, group_id, rows)
    SELECT 'opened', 'score', 'score_review', %(task)s, organization_id, min(group_id), count(*)
      FROM opened GROUP BY organization_id
"""
TELL_END = """
    INSERT INTO notification (kind, item_kind, module, outcome, organization_id, group_id, rows)
    SELECT 'approved', 'score', 'score_declare', 'approved', organization_id, min(group_id), count(*)
      FROM instance WHERE id = ANY(%(instances)s) GROUP BY organization_id
"""
QUALIFIED = """
    UPDATE score SET state = 'qualified'
     WHERE id IN (SELECT item_id FROM instance WHERE id = ANY(%(instances)s))
"""


@dataclass(frozen=True)
class Step:
    """Where the rows go: path node, user task that opens (None at the end) and whose it is."""

    place: int
    user: int
    organization: int
    task: int | None
    next_organization: int | None


def start(connection: psycopg.Connection[Any], score_ids: Sequence[int], version: int, step: Step) -> list[int]:
    """Declare scores; returns the instances' ids. Commits."""
    ids = list(score_ids)
    with connection.transaction():
        connection.execute("SELECT id FROM score WHERE id = ANY(%s) ORDER BY id FOR UPDATE", (ids,))
        connection.execute(DECLARED, {"ids": ids})
        values = {"ids": ids, "user": step.user, "place": step.place, "version": version}
        instances = [row[0] for row in connection.execute(START, values)]
        connection.execute(REVISION, {"instances": instances})
        _open(connection, instances, step)
    return instances


def decide(connection: psycopg.Connection[Any], items: Sequence[int], step: Step) -> None:
    """Approve work items. Commits."""
    with connection.transaction():
        rows = connection.execute(LOCK, {"items": list(items)}).fetchall()
        ended = "approved" if step.task is None else None
        values = {
            "items": list(items), "user": step.user, "organization": step.organization, "place": step.place,
            "ended": ended,
        }  # fmt: skip
        connection.execute(CLOSE, values)
        connection.execute(MOVE, values)
        instances = [row[1] for row in rows]
        if step.task is None:
            connection.execute(QUALIFIED, {"instances": instances})
            connection.execute(TELL_END, {"instances": instances})
        else:
            _open(connection, instances, step)


def _open(connection: psycopg.Connection[Any], instances: Sequence[int], step: Step) -> None:
    values = {"instances": list(instances), "task": step.task, "organization": step.next_organization}
    connection.execute(OPEN, values)
