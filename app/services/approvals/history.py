"""The history of instances: the only place that writes events and moves an instance along its path.

(Only a migration moves instances to paths of another version: `app/services/migrating/moving.py`.)

Every event's hash covers the hash before it (`instance_event_hash`, a function of the database).
"""

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.permissions import Submitter
from app.services.approvals.refusals import CommentTooLong
from app.services.prepared import Prepared
from models import DECIDING, Comment, EventKind

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
                                    path_node_id, comment_id, outcome, about_user_id, hash)
        SELECT i.id, i.event_count + 1, :kind, i.revision, moment.at, :user_id, :organization_id, w.id,
               node.id, c.id, :outcome, w.about_user_id,
               instance_event_hash(i.chain_head, i.id, i.event_count + 1, :kind, i.revision, moment.at, :user_id,
                                   :organization_id, w.id, node.id, :outcome, c.hash, w.about_user_id)
          FROM unnest(cast(:instance_ids AS bigint[]), cast(:work_item_ids AS bigint[]),
                      cast(:about_user_ids AS bigint[])) AS w (instance_id, id, about_user_id)
          JOIN instance i ON i.id = w.instance_id
         CROSS JOIN moment
         CROSS JOIN LATERAL (SELECT coalesce(cast(:path_node_id AS bigint), i.path_node_id) AS id) AS node
          LEFT JOIN comment c ON c.id = :comment_id
        RETURNING instance_id, seq, hash, at, path_node_id
    )
    UPDATE instance
       SET path_node_id = event.path_node_id, event_count = event.seq, chain_head = event.hash,
           is_touched = is_touched OR cast(:touches AS boolean), ended = coalesce(:ended, ended),
           ended_at = CASE WHEN cast(:ended AS text) IS NULL THEN ended_at ELSE event.at END
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
    path_node_id: int | None,
    ended: str | None,
    about: Sequence[int | None] = (),
) -> None:
    """Write one event for each instance (by the work item beside it, if any) and put the instance there.

    Without a path node it stays where it is. `about` are the other persons of the acts, one beside each.
    """
    _MOVE.run(
        session,
        instance_ids=list(instance_ids),
        work_item_ids=list(work_item_ids),
        about_user_ids=list(about) or [None] * len(instance_ids),
        kind=act.kind.value,
        touches=act.kind in DECIDING,
        user_id=act.by.user_id,
        organization_id=act.by.organization_id,
        path_node_id=path_node_id,
        comment_id=act.comment_id,
        outcome=act.outcome or None,
        ended=ended,
        at=act.at,
    )


class Noted(Protocol):
    """A work item that something is noted on."""

    @property
    def id(self) -> int:
        """The work item."""
        ...

    @property
    def instance_id(self) -> int:
        """Its instance."""
        ...


def note_each(session: Session, rows: Sequence[Noted], *, act: Act, about: Sequence[int | None] = ()) -> None:
    """Write one event for each work item; its instance stays where it is.

    An instance takes one event after another: of two work items of one instance the second comes in a round of
    its own.
    """
    rounds: list[dict[int, tuple[int, int | None]]] = []
    for row, other in zip(rows, about or [None] * len(rows), strict=True):
        first = next((one for one in rounds if row.instance_id not in one), None)
        if first is None:
            first = {}
            rounds.append(first)
        first[row.instance_id] = (row.id, other)
    for one in rounds:
        ids, others = zip(*one.values(), strict=True)
        move(session, list(one), ids, act=act, path_node_id=None, ended=None, about=others)
