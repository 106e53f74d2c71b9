"""The history of instances: the only place that writes events and moves an instance along its path.

Every event's hash covers the hash before it (`instance_event_hash`, a function of the database).
"""

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.permissions import Submitter
from app.services.approvals.refusals import CommentTooLong
from app.services.prepared import Prepared
from models import Comment, EventKind

COMMENT_LIMIT = 500  # characters
WITHDRAWN = "withdrawn"  # the end of an instance that was taken back


@dataclass(frozen=True)
class Act:
    """What one verb writes into the history of every instance that it moves."""

    kind: EventKind
    by: Submitter
    outcome: str = ""  # empty where nothing was decided
    comment_id: int | None = None
    command_id: int | None = None
    at: datetime | None = None  # None: now; another moment is for histories that are brought in


def write_comment(session: Session, body: str, *, by: Submitter) -> int | None:
    """Keep a comment once for all rows of a decision; None when nothing was written."""
    body = body.strip()
    if not body:
        return None
    if len(body) > COMMENT_LIMIT:
        raise CommentTooLong(limit=COMMENT_LIMIT, length=len(body))
    salt = os.urandom(16)
    comment = Comment(body=body, salt=salt, hash=hashlib.sha256(salt + body.encode()).digest(), user_id=by.user_id)
    session.add(comment)
    session.flush()
    return comment.id


_MOVE = Prepared(
    text("""
    WITH moment AS (SELECT coalesce(cast(:at AS timestamptz), now()) AS at),
    event AS (
        INSERT INTO instance_event (instance_id, seq, kind, revision, at, user_id, organization_id, work_item_id,
                                    path_node_id, comment_id, outcome, hash)
        SELECT i.id, i.event_count + 1, :kind, i.revision, moment.at, :user_id, :organization_id, w.id,
               :path_node_id, c.id, :outcome,
               instance_event_hash(i.chain_head, i.id, i.event_count + 1, :kind, i.revision, moment.at, :user_id,
                                   :organization_id, w.id, :path_node_id, :outcome, c.hash)
          FROM unnest(cast(:instance_ids AS bigint[]), cast(:work_item_ids AS bigint[])) AS w (instance_id, id)
          JOIN instance i ON i.id = w.instance_id
         CROSS JOIN moment
          LEFT JOIN comment c ON c.id = :comment_id
        RETURNING instance_id, seq, hash, at
    )
    UPDATE instance
       SET path_node_id = :path_node_id, event_count = event.seq, chain_head = event.hash,
           ended = :ended, ended_at = CASE WHEN cast(:ended AS text) IS NULL THEN NULL ELSE event.at END
      FROM event
     WHERE instance.id = event.instance_id
""")
)


def move(
    session: Session,
    instance_ids: Sequence[int],
    work_item_ids: Sequence[int | None],
    *,
    act: Act,
    path_node_id: int,
    ended: str | None,
) -> None:
    """Write one event for each instance (by the work item beside it, if any) and put the instance there."""
    _MOVE.run(
        session,
        instance_ids=list(instance_ids),
        work_item_ids=list(work_item_ids),
        kind=act.kind.value,
        user_id=act.by.user_id,
        organization_id=act.by.organization_id,
        path_node_id=path_node_id,
        comment_id=act.comment_id,
        outcome=act.outcome or None,
        ended=ended,
        at=act.at,
    )
