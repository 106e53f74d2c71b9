"""The statements that put instances at places of another version, each with its event in the chain."""

from sqlalchemy import text

from app.services.prepared import Prepared
from models import EventKind

_SCAN = """
    WITH locked AS (
        SELECT i.id, i.path_node_id, i.chain_head, i.event_count, i.revision
          FROM instance i
         WHERE i.version_id = :version AND i.ended_at IS NULL AND i.id > :after
           AND i.path_node_id = ANY(cast(:nodes AS bigint[]))
         ORDER BY i.id LIMIT :limit
           FOR UPDATE
    ),
"""
"""The next instances of a version, locked in the order of their ids."""

_ONES = """
    WITH locked AS (
        SELECT i.id, i.path_node_id, i.chain_head, i.event_count, i.revision
          FROM instance i
         WHERE i.id = ANY(cast(:ids AS bigint[]))
    ),
    found AS (SELECT locked.*, cast(:group AS bigint) AS group_id, true AS is_plain FROM locked),
"""
"""Instances that are locked already, all of one group."""

_FORWARD = """
    found AS (
        SELECT locked.*, g.id AS group_id,
               g.keeps = '{}' AND g.closes = '{}' AND g.opens = '{}' AND g.reopens = '{}' AS is_plain
          FROM locked
          LEFT JOIN migration_member m ON m.migration_id = :migration AND m.instance_id = locked.id
          JOIN migration_group g ON g.migration_id = :migration AND g.from_version_id = :version
           AND g.from_path_node_id = locked.path_node_id AND (NOT g.is_split OR g.id = m.group_id)
    ),
"""

_BACKWARD = """
    found AS (
        SELECT locked.*, g.id AS group_id,
               g.keeps = '{}' AND g.closes = '{}' AND g.opens = '{}' AND g.reopens = '{}' AS is_plain
          FROM locked
         CROSS JOIN LATERAL (
               SELECT max(e.seq) AS seq FROM instance_event e
                WHERE e.instance_id = locked.id AND e.kind = :migrated AND e.outcome = :undone) AS came
          JOIN instance_event p ON p.instance_id = locked.id AND p.seq = came.seq - 1
          JOIN migration_group g ON g.migration_id = :migration AND g.from_version_id = :version
           AND g.from_path_node_id = locked.path_node_id AND g.to_path_node_id = p.path_node_id
         WHERE NOT EXISTS (
               SELECT 1 FROM instance_event e
                WHERE e.instance_id = locked.id AND e.seq > came.seq AND e.kind <> ALL(cast(:harmless AS int[])))
    ),
"""
"""Back to where they came from, as their own history says; only those that nobody decided since."""

_MOVE = """
    hashed AS (
        SELECT found.id, found.group_id, found.event_count + 1 AS seq, found.revision, g.to_version_id,
               g.to_path_node_id, g.comment_id,
               instance_event_hash(found.chain_head, found.id, found.event_count + 1, :kind, found.revision, now(),
                                   :user_id, NULL, NULL, g.to_path_node_id, :outcome, c.hash, NULL) AS hash
          FROM found
          JOIN migration_group g ON g.id = found.group_id
          LEFT JOIN comment c ON c.id = g.comment_id
         WHERE found.is_plain
    ),
    event AS (
        INSERT INTO instance_event (instance_id, seq, kind, revision, at, user_id, path_node_id, comment_id,
                                    outcome, hash)
        SELECT id, seq, :kind, revision, now(), :user_id, to_path_node_id, comment_id, :outcome, hash FROM hashed
    ),
    moved AS (
        UPDATE instance
           SET version_id = hashed.to_version_id, path_node_id = hashed.to_path_node_id,
               event_count = hashed.seq, chain_head = hashed.hash
          FROM hashed
         WHERE instance.id = hashed.id
    )
    SELECT bounds.last, bounds.rows, done.group_id, done.count, done.ids
      FROM (SELECT coalesce(max(id), 0) AS last, count(*) AS rows FROM locked) AS bounds
      LEFT JOIN (SELECT group_id, count(*) AS count, array_agg(id ORDER BY id) FILTER (WHERE NOT is_plain) AS ids
                   FROM found GROUP BY group_id) AS done ON true
"""
"""Write the event, move the instance; tell what was locked, how many of each group, and the ids that need more."""

MOVE_FORWARD = Prepared(text(_SCAN + _FORWARD + _MOVE))
MOVE_BACKWARD = Prepared(text(_SCAN + _BACKWARD + _MOVE))
MOVE_ONES = Prepared(text(_ONES + _MOVE))

REPOINT = Prepared(
    text("""
    UPDATE work_item SET user_task_id = kept.after
      FROM unnest(cast(:keeps AS bigint[]), cast(:kept_as AS bigint[])) AS kept (before, after)
     WHERE work_item.instance_id = ANY(cast(:ids AS bigint[])) AND work_item.closed_at IS NULL
       AND work_item.user_task_id = kept.before
""")
)
"""The same work item with all that hangs on it: holder, votes, when it was opened."""

REOPEN = Prepared(
    text("""
    UPDATE work_item SET closed_at = NULL
     WHERE id IN (SELECT max(id) FROM work_item
                   WHERE instance_id = ANY(cast(:ids AS bigint[])) AND user_task_id = ANY(cast(:tasks AS bigint[]))
                     AND closed_at IS NOT NULL AND outcome IS NULL
                   GROUP BY instance_id, user_task_id)
""")
)
"""What was superseded is open again, with its holder and votes."""

HARMLESS = (
    EventKind.CLAIMED,
    EventKind.RELEASED,
    EventKind.TRANSFERRED,
    EventKind.DELEGATED,
    EventKind.SIGNER_ADDED,
    EventKind.SIGNER_REMOVED,
    EventKind.COMMENTED,
    EventKind.COPIED,
    EventKind.URGED,
)
"""Acts after which a migration can still be undone: nobody decided anything by them."""
