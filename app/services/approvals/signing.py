"""Signing a work item that several people sign; the last signature that matters completes it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy import func, update
from sqlalchemy.orm import Session

from app.errors import NotFound, Refusal
from app.permissions import Submitter, owns
from app.services.approvals.circle import Circle, Signer, circles_of
from app.services.approvals.completion import complete
from app.services.approvals.history import Act, note_each
from app.services.approvals.locking import LockedWorkItem
from app.services.approvals.outcomes import label_of
from app.services.approvals.refusals import (
    AlreadySigned,
    NoLongerOpen,
    NotASigner,
    NotYetYourTurn,
    OutcomeNotOffered,
    OwnItem,
)
from models import EventKind, SignOff

ADDED = "all"  # the rule where colleagues were added to a step that one person decides


def circles_of_rows(session: Session, rows: Sequence[LockedWorkItem]) -> dict[int, Circle]:
    """The circles of those rows that several sign."""
    return circles_of(session, {row.id: row.countersign or ADDED for row in rows if row.several_sign})


def why_not_sign(row: LockedWorkItem, circle: Circle, by: Submitter, outcome: str) -> Refusal | None:
    """Belongs here, may you, is it the right moment. Who was added needs no module of his own."""
    if not owns(by, organization_id=row.organization_id):
        return NotFound()
    if row.closed_at is not None:
        return NoLongerOpen()
    if outcome not in row.outcomes:
        return OutcomeNotOffered(task=row.task_name, outcome=label_of(outcome))
    signer = circle.turn_of(by)
    if signer is not None:
        return OwnItem() if row.started_by_id in (by.user_id, signer.user_id) else None
    if (signed := circle.signed_by(by)) is not None:
        return None if signed.outcome == outcome else AlreadySigned(outcome=label_of(signed.outcome or ""))
    if any(signer.user_id in by.persons for signer in circle.signers):
        return NotYetYourTurn(names="、".join(signer.name for signer in circle.waiting))
    return NotASigner(names="、".join(signer.name for signer in circle.waiting))


def sign(session: Session, rows: Sequence[LockedWorkItem], circles: Mapping[int, Circle], act: Act) -> None:
    """Give the signature whose turn it is on each row, accepted by the caller; complete what is settled by it.

    A signature that was given before (the same click again) is not given twice.
    """
    turns = [(row, turn) for row in rows if (turn := circles[row.id].turn_of(act.by)) is not None]
    if not turns:
        return
    session.execute(
        update(SignOff)
        .where(SignOff.id == func.any([turn.sign_off_id for _, turn in turns]))
        .values(outcome=act.outcome, signed_at=act.at or func.now())
        .execution_options(synchronize_session=False)
    )
    about = [_other(turn, act.by) for _, turn in turns]
    note_each(session, [row for row, _ in turns], act=replace(act, kind=EventKind.SIGNED), about=about)
    settle(session, [row for row, _ in turns], act)


def settle(session: Session, rows: Sequence[LockedWorkItem], act: Act) -> None:
    """Complete those rows whose circle has come to something, with that; nobody else is asked any more."""
    circles = circles_of_rows(session, rows)
    settled: defaultdict[str, list[LockedWorkItem]] = defaultdict(list)
    for row in rows:
        result = circles[row.id].result(row.outcomes)
        if result is not None:
            settled[result].append(row)
    for outcome, same in settled.items():
        ask_no_longer(session, same)
        complete(session, same, replace(act, kind=EventKind.DECIDED, outcome=outcome, comment_id=None))


def ask_no_longer(session: Session, rows: Sequence[LockedWorkItem], *, user_id: int | None = None) -> None:
    """Take off those who have not signed these rows: all of them, or one person."""
    pending = update(SignOff).where(
        SignOff.work_item_id == func.any([row.id for row in rows]),
        SignOff.signed_at.is_(None),
        SignOff.removed_at.is_(None),
    )
    if user_id is not None:
        pending = pending.where(SignOff.user_id == user_id)
    session.execute(pending.values(removed_at=func.now()).execution_options(synchronize_session=False))


def _other(turn: Signer, by: Submitter) -> int | None:
    return None if turn.user_id == by.user_id else turn.user_id
