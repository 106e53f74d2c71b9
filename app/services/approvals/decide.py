"""Deciding work items: the only way a decision is made. One item is a list of one."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.errors import Refusal
from app.permissions import Actor, Permission, owns
from app.services.approvals.circle import Circle
from app.services.approvals.completion import complete
from app.services.approvals.deciders import Decider, decided_earlier, deciders_of
from app.services.approvals.history import Act, write_comment
from app.services.approvals.holding import advise
from app.services.approvals.locking import LockedWorkItem, confirm, lock_work_items
from app.services.approvals.outcomes import label_of, needs_comment
from app.services.approvals.refusals import (
    AlreadyDecided,
    ChangedSinceSeen,
    CommentRequired,
    DecidedEarlier,
    NoLongerOpen,
    OutcomeNotOffered,
)
from app.services.approvals.results import Result, in_order
from app.services.approvals.signing import circles_of_rows, sign, why_not_sign
from app.services.approvals.standing import why_not_act
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
    known = _Known(
        seen or {},
        deciders_of(session, [row for row in rows if row.closed_at is not None]),
        circles_of_rows(session, [row for row in rows if row.closed_at is None]),
        decided_earlier(session, [row for row in rows if row.is_distinct], by=act.by),
    )
    refusals = {row.id: _why_not(row, act, known) for row in rows}
    accepted = [row for row in rows if refusals[row.id] is None and row.closed_at is None]
    sign(session, [row for row in accepted if row.several_sign], known.circles, act)
    advise(session, [row for row in accepted if row.delegated_by_id is not None], act)
    complete(session, [row for row in accepted if not row.several_sign and row.delegated_by_id is None], act)
    return in_order(work_item_ids, refusals)


@dataclass(frozen=True)
class _Known:
    """What was read about the locked rows, once for all of them."""

    seen: Mapping[int, int]
    closed_by: Mapping[int, Decider]
    circles: Mapping[int, Circle]
    decided_earlier: Collection[int]  # instances


def _why_not(row: LockedWorkItem, act: Act, known: _Known) -> Refusal | None:
    """Belongs here, may you, is it the right moment."""
    by, outcome = act.by, act.outcome
    if (
        row.closed_at is not None
        and (row.several_sign or row.permission in by.clearing)
        and owns(by, organization_id=row.organization_id)
    ):
        return _who_was_first(known.closed_by.get(row.id), act)
    if row.id in known.circles:
        refusal = why_not_sign(row, known.circles[row.id], by, outcome)
    else:
        refusal = why_not_act(row, by) or _not_offered(row, outcome)
    if refusal is None and row.instance_id in known.decided_earlier:
        refusal = DecidedEarlier()
    if refusal is None and known.seen.get(row.id, row.revision) != row.revision:
        refusal = ChangedSinceSeen()
    return refusal


def _not_offered(row: LockedWorkItem, outcome: str) -> Refusal | None:
    if outcome in row.outcomes:
        return None
    return OutcomeNotOffered(task=row.task_name, outcome=label_of(outcome))


def _who_was_first(first: Decider | None, act: Act) -> Refusal | None:
    if first is None:
        return NoLongerOpen()
    if first.user_id == act.by.user_id and first.outcome == act.outcome:
        return None  # the same click again
    return AlreadyDecided(by=first.told_as, at=first.at, outcome=label_of(first.outcome))
