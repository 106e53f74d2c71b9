"""Whether somebody may act on a work item now: the guard that every verb on work items opens with."""

from app.errors import NotFound, NotPermitted, Refusal
from app.items import item_of_kind
from app.permissions import Submitter, owns
from app.services.approvals.locking import LockedWorkItem
from app.services.approvals.refusals import HeldByOther, NoLongerOpen, OwnItem, SubmittersTurn


def why_not_touch(row: LockedWorkItem, by: Submitter) -> Refusal | None:
    """Does it belong here, may you, is it the right moment; without a look at who holds it."""
    if not owns(by, organization_id=row.organization_id):
        return NotFound()
    if row.permission not in by.clearing:
        return NotPermitted()
    if row.closed_at is not None:
        return NoLongerOpen()
    if row.party == item_of_kind(row.item_kind).submitter_party:
        return SubmittersTurn()
    if row.started_by_id is not None and row.started_by_id in (by.user_id, behalf_of(row, by)):
        return OwnItem()
    return None


def why_not_act(row: LockedWorkItem, by: Submitter) -> Refusal | None:
    """The same, and nobody else holds it."""
    return why_not_touch(row, by) or held_by_other(row, by)


def held_by_other(row: LockedWorkItem, by: Submitter) -> Refusal | None:
    """A refusal where a colleague holds the item; a substitute acts for whom he stands in for."""
    if row.assignee_id is None or row.assignee_id in by.persons:
        return None
    return HeldByOther(by=row.assignee_name or "")


def behalf_of(row: LockedWorkItem, by: Submitter) -> int | None:
    """The absent member as whom a substitute acts on this item; None where he acts in his own right."""
    if row.assignee_id is not None and row.assignee_id in by.persons:
        return None if row.assignee_id == by.user_id else row.assignee_id
    if by.holds(row.permission):
        return None
    return next((cover.user_id for cover in by.covers if row.permission in cover.modules), None)
