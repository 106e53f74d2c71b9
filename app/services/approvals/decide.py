"""Deciding work items: the only way a decision is made. One item is a list of one."""

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from app.errors import NotFound, NotPermitted, Refusal
from app.items import item_of_kind
from app.permissions import Actor, Permission, owns
from app.services.approvals.completion import complete
from app.services.approvals.deciders import Decider, deciders_of
from app.services.approvals.history import Act, write_comment
from app.services.approvals.locking import LockedWorkItem, confirm, lock_work_items
from app.services.approvals.outcomes import label_of, needs_comment
from app.services.approvals.refusals import (
    AlreadyDecided,
    ChangedSinceSeen,
    CommentRequired,
    NoLongerOpen,
    OutcomeNotOffered,
    OwnItem,
)
from app.services.approvals.results import Result, in_order
from models import EventKind


def decide(
    session: Session,
    work_item_ids: Sequence[int],
    *,
    by: Actor,
    outcome: str,
    comment: str = "",
    seen: Mapping[int, int] | None = None,
) -> list[Result]:
    """Decide work items of the actor's organisation with one outcome.

    `seen` maps a work item to the revision that was shown; one that changed since is refused. Returns one
    Result an id, in the order given: exactly one decision counts, whoever comes second is told who was first,
    and the same click again gets the first result. Raises CommentRequired or NotPermitted for all at once.
    """
    if needs_comment(outcome) and not comment.strip():
        raise CommentRequired()
    by = confirm(session, by, Permission.WORK_ITEM_DECIDE)
    act = Act(EventKind.DECIDED, by, outcome, write_comment(session, comment, by=by))
    return decide_as(session, work_item_ids, act, seen=seen)


def decide_as(
    session: Session,
    work_item_ids: Sequence[int],
    act: Act,
    *,
    seen: Mapping[int, int] | None = None,
) -> list[Result]:
    """The same for an actor that was confirmed and a comment that was kept: a chunk of a bulk command."""
    rows = lock_work_items(session, work_item_ids)
    closed_by = deciders_of(session, [row for row in rows if row.closed_at is not None])
    refusals: dict[int, Refusal | None] = {}
    accepted: list[LockedWorkItem] = []
    for row in rows:
        refusals[row.id] = _why_not(row, act, seen or {}, closed_by)
        if refusals[row.id] is None and row.closed_at is None:
            accepted.append(row)
    complete(session, accepted, act)
    return in_order(work_item_ids, refusals)


def _why_not(
    row: LockedWorkItem, act: Act, seen: Mapping[int, int], closed_by: Mapping[int, Decider]
) -> Refusal | None:
    """Belongs here, may you, is it the right moment."""
    by, outcome = act.by, act.outcome
    if not owns(by, organization_id=row.organization_id):
        return NotFound()
    if not by.holds(row.permission):
        return NotPermitted()
    if row.closed_at is not None:
        return _who_was_first(closed_by.get(row.id), act)
    if row.party == item_of_kind(row.item_kind).submitter_party or outcome not in row.outcomes:
        return OutcomeNotOffered(task=row.task_name, outcome=label_of(outcome))
    if row.started_by_id == by.user_id:
        return OwnItem()
    if seen.get(row.id, row.revision) != row.revision:
        return ChangedSinceSeen()
    return None


def _who_was_first(first: Decider | None, act: Act) -> Refusal | None:
    if first is None:
        return NoLongerOpen()
    if first.user_id == act.by.user_id and first.outcome == act.outcome:
        return None  # the same click again
    return AlreadyDecided(by=first.told_as, at=first.at, outcome=label_of(first.outcome))
