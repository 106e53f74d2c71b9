"""What people of the demo were told: in the order of its time, and read up to a few days ago."""

from sqlalchemy import text
from sqlalchemy.orm import Session

_IN_ORDER = text("""
    WITH gone AS (DELETE FROM notification RETURNING *)
    INSERT INTO notification (kind, command_id, organization_id, user_id, by_id, module, item_kind, user_task_id,
                              group_id, instance_id, outcome, rows, created_at)
    SELECT kind, command_id, organization_id, user_id, by_id, module, item_kind, user_task_id,
           group_id, instance_id, outcome, rows, created_at
      FROM gone ORDER BY created_at, id
""")
_READ = text("""
    INSERT INTO notification_mark (user_id, organization_id, read_to)
    SELECT m.user_id, m.organization_id, old.id
      FROM membership m
     CROSS JOIN (SELECT max(id) AS id FROM notification WHERE created_at < now() - interval '4 days') AS old
     WHERE old.id IS NOT NULL
""")


def settle_told(session: Session) -> None:
    """Histories are brought in class by class; readers expect the newest first, and not all of it unread."""
    session.execute(_IN_ORDER)
    session.execute(_READ)
