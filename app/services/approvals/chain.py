"""Proof that nobody rewrote history: every event's hash is computed again from the one before it."""

from collections.abc import Sequence

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from models import Instance

_BROKEN = text("""
    SELECT DISTINCT instance_id FROM (
        SELECT e.instance_id,
               e.hash = instance_event_hash(
                   lag(e.hash, 1, ''::bytea) OVER own, e.instance_id, e.seq, e.kind, e.revision, e.at, e.user_id,
                   e.organization_id, e.work_item_id, e.path_node_id, e.outcome, c.hash, e.about_user_id)
               AND e.seq = row_number() OVER own
               AND (lead(e.seq) OVER own IS NOT NULL
                    OR (i.chain_head = e.hash AND i.event_count = e.seq)) AS holds
          FROM instance_event e
          JOIN instance i ON i.id = e.instance_id
          LEFT JOIN comment c ON c.id = e.comment_id
         WHERE e.instance_id BETWEEN :first AND :last
        WINDOW own AS (PARTITION BY e.instance_id ORDER BY e.seq)
    ) AS checked
     WHERE NOT holds
     ORDER BY instance_id
""")


def last_instance_id(session: Session) -> int:
    """The id of the newest instance; 0 where there is none."""
    return session.scalar(select(func.max(Instance.id))) or 0


def broken_chains(session: Session, *, first: int, last: int) -> Sequence[int]:
    """Ids of the instances from `first` to `last` whose history does not fit its hashes."""
    return session.scalars(_BROKEN, {"first": first, "last": last}).all()
