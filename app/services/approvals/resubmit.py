"""What a submitter does with a returned item: submit it again in the same instance, or give it up."""

from collections.abc import Sequence

from sqlalchemy import func, update
from sqlalchemy.orm import Session

from app.errors import NotFound, NotPermitted, Refusal
from app.items import item_of_kind
from app.permissions import Actor, Permission
from app.services.approvals.completion import complete
from app.services.approvals.history import Act, write_comment
from app.services.approvals.locking import LockedWorkItem, confirm, lock_work_items
from app.services.approvals.outcomes import label_of
from app.services.approvals.ownership import is_submitter
from app.services.approvals.refusals import NoLongerOpen, OutcomeNotOffered
from app.services.approvals.results import Result, in_order
from app.services.approvals.revisions import write_revisions
from models import EventKind, Instance

RESUBMIT = "resubmit"
GIVE_UP = "give_up"


def resubmit(session: Session, work_item_ids: Sequence[int], *, by: Actor, comment: str = "") -> list[Result]:
    """Complete "revise and resubmit" tasks of the submitter with a new revision of each item.

    The item was corrected before, in the same transaction. Returns one Result an id, in the order given.
    """
    by = confirm(session, by, Permission.INSTANCE_RESUBMIT)
    act = Act(EventKind.RESUBMITTED, by, RESUBMIT, write_comment(session, comment, by=by))
    return resubmit_as(session, work_item_ids, act)


def give_up(session: Session, work_item_ids: Sequence[int], *, by: Actor, comment: str = "") -> list[Result]:
    """Complete them by giving the items up, where the diagram offers that; they are not submitted any more.

    Returns one Result an id, in the order given.
    """
    by = confirm(session, by, Permission.INSTANCE_RESUBMIT)
    act = Act(EventKind.DECIDED, by, GIVE_UP, write_comment(session, comment, by=by))
    return resubmit_as(session, work_item_ids, act)


def resubmit_as(session: Session, work_item_ids: Sequence[int], act: Act) -> list[Result]:
    """The same, by the act's outcome, for an actor that was confirmed and a comment that was kept."""
    rows = lock_work_items(session, work_item_ids)
    refusals = {row.id: _why_not(session, row, act) for row in rows}
    accepted = [row for row in rows if refusals[row.id] is None]
    if accepted:
        if act.outcome == RESUBMIT:
            _new_revisions(session, accepted)
        complete(session, accepted, act)
    return in_order(work_item_ids, refusals)


def _why_not(session: Session, row: LockedWorkItem, act: Act) -> Refusal | None:
    by, outcome = act.by, act.outcome or RESUBMIT
    if not is_submitter(
        session, by, item_kind=row.item_kind, item_id=row.item_id, organization_id=row.organization_id
    ):
        return NotFound()
    if row.organization_id is not None and not by.holds(row.permission):
        return NotPermitted()
    if row.closed_at is not None:
        return NoLongerOpen()
    if row.party != item_of_kind(row.item_kind).submitter_party or outcome not in row.outcomes:
        return OutcomeNotOffered(task=row.task_name, outcome=label_of(outcome))
    return None


def _new_revisions(session: Session, rows: Sequence[LockedWorkItem]) -> None:
    ids = [row.instance_id for row in rows]
    session.execute(
        update(Instance)
        .where(Instance.id == func.any(ids))
        .values(revision=Instance.revision + 1)
        .execution_options(synchronize_session=False)
    )
    for kind in {row.item_kind for row in rows}:
        same = [row.instance_id for row in rows if row.item_kind == kind]
        write_revisions(session, item_of_kind(kind), same)
