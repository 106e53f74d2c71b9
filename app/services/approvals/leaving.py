"""What becomes of the work that a member holds or is asked to sign when he leaves: others get it at once."""

from collections.abc import Sequence

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from app.permissions import Actor
from app.services.approvals.history import Act, note_each
from app.services.approvals.holding import hold
from app.services.approvals.locking import LockedWorkItem, lock_work_items
from app.services.approvals.signing import ask_no_longer, circles_of_rows, settle
from models import EventKind, SignOff, WorkItem


def free_work_of(session: Session, user_id: int, *, by: Actor) -> None:
    """Release what a member of the actor's organisation holds, and ask for his signature no longer.

    Called where his membership was disabled or deleted; the caller has asked whether `by` may do that. What the
    other signers came to counts; where nobody is left whose vote counts, the step is anybody's again.
    """
    own = (WorkItem.organization_id == by.organization_id, WorkItem.closed_at.is_(None))
    held = session.scalars(select(WorkItem.id).where(WorkItem.assignee_id == user_id, *own)).all()
    pending = (
        select(SignOff.work_item_id)
        .join(WorkItem, WorkItem.id == SignOff.work_item_id)
        .where(SignOff.user_id == user_id, SignOff.signed_at.is_(None), SignOff.removed_at.is_(None), *own)
    )
    rows = lock_work_items(session, [*held, *session.scalars(pending)])
    open_rows = [row for row in rows if row.closed_at is None]
    _release(session, [row for row in open_rows if row.assignee_id == user_id], user_id, by)
    _take_off(session, [row for row in open_rows if row.several_sign], user_id, by)


def _release(session: Session, rows: Sequence[LockedWorkItem], user_id: int, by: Actor) -> None:
    if rows:
        hold(session, rows, assignee_id=None)
        note_each(session, rows, act=Act(EventKind.RELEASED, by), about=[user_id] * len(rows))


def _take_off(session: Session, rows: Sequence[LockedWorkItem], user_id: int, by: Actor) -> None:
    if not rows:
        return
    ask_no_longer(session, rows, user_id=user_id)
    act = Act(EventKind.SIGNER_REMOVED, by)
    note_each(session, rows, act=act, about=[user_id] * len(rows))
    circles = circles_of_rows(session, rows)
    alone = [row for row in rows if not circles[row.id].binding]
    if alone:
        ask_no_longer(session, alone)
        session.execute(
            update(WorkItem)
            .where(WorkItem.id == func.any([row.id for row in alone]))
            .values(several_sign=False, assignee_id=None)
            .execution_options(synchronize_session=False)
        )
    settle(session, [row for row in rows if row not in alone], act)
