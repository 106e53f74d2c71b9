"""Adding colleagues to one's own decision (加签), and taking them off again."""

from collections.abc import Sequence

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from app.errors import NotFound, NotPermitted, Refusal
from app.permissions import Actor, Permission, owns
from app.services.approvals.circle import Circle, Signer
from app.services.approvals.colleagues import Colleague, find_colleagues
from app.services.approvals.history import Act, note_each, write_comment
from app.services.approvals.locking import LockedWorkItem, confirm, lock_work_items
from app.services.approvals.refusals import (
    ColleagueSubmitted,
    DelegatedToYou,
    NoLongerOpen,
    OnlyAlongside,
    SignsAlready,
    ToYourself,
)
from app.services.approvals.signing import ask_no_longer, circles_of_rows, settle
from app.services.approvals.standing import why_not_act, why_not_touch
from app.services.approvals.telling import tell_persons
from app.services.audit import record
from models import EventKind, NotificationKind, SignOff, SignOffKind, WorkItem

ADD = Permission.WORK_ITEM_ADD_SIGNER
TURNS = {
    SignOffKind.BEFORE: 1,
    SignOffKind.HOLDER: 2,
    SignOffKind.ALONGSIDE: 2,
    SignOffKind.AFTER: 3,
}
"""Whose turn comes when, where colleagues were added to a step that one person decides."""


def add_signers(
    session: Session,
    work_item_id: int,
    *,
    by: Actor,
    user_ids: Sequence[int],
    kind: SignOffKind,
    comment: str = "",
) -> None:
    """Have colleagues sign too: before `by` (they advise), alongside or after him (all must agree).

    They need no module of their own. Who adds them holds the item from then on. On a step that the diagram has
    countersigned they sign alongside the others. Raises NotFound, NotPermitted and the refusals of this file.
    """
    by = confirm(session, by, ADD)
    if by.user_id in user_ids:
        raise ToYourself()
    added = find_colleagues(session, user_ids, by=by)
    row = _lock(session, work_item_id)
    circle = circles_of_rows(session, [row]).get(row.id, Circle([]))
    refusal = _why_not_add(row, by, circle, added, kind)
    if refusal is not None:
        raise refusal
    if not row.several_sign:
        _insert(session, row, [(by.user_id, SignOffKind.HOLDER)], position=TURNS[SignOffKind.HOLDER], by=None)
        _share(session, row, holder_id=by.user_id)
    position = _countersigned_turn(row, circle) or TURNS[kind]
    _insert(session, row, [(one.user_id, kind) for one in added], position=position, by=by)
    act = Act(EventKind.SIGNER_ADDED, by, kind.value, write_comment(session, comment, by=by))
    note_each(session, [row] * len(added), act=act, about=[one.user_id for one in added])
    to = [(row.instance_id, one.user_id) for one in added]
    tell_persons(session, NotificationKind.SIGNATURE, to, act, organization_id=by.organization_id)
    record(session, by=by, action=ADD, work_item=row.id, signers=[one.user_id for one in added], kind=kind.value)


def remove_signer(session: Session, work_item_id: int, *, by: Actor, user_id: int) -> None:
    """Take off somebody who has not signed: by who added him, or by the super administrator.

    What the others came to may be settled by that. Raises NotFound, NotPermitted or NoLongerOpen.
    """
    by = confirm(session, by, ADD)
    row = _lock(session, work_item_id)
    refusal = why_not_touch(row, by)
    if refusal is not None:
        raise refusal
    circle = circles_of_rows(session, [row]).get(row.id, Circle([]))
    signer = next((one for one in circle.signers if one.user_id == user_id and _is_removable(one, circle)), None)
    if signer is None:
        raise NotFound()
    if not _may_remove(signer, by):
        raise NotPermitted()
    ask_no_longer(session, [row], user_id=user_id)
    record(session, by=by, action=ADD, act="remove", work_item=row.id, signer=user_id)
    act = Act(EventKind.SIGNER_REMOVED, by)
    note_each(session, [row], act=act, about=[user_id])
    settle(session, [row], act)


def _is_removable(signer: Signer, circle: Circle) -> bool:
    """Not who has signed or who holds the item, and never the last whose vote counts."""
    is_last = [signer] == circle.binding
    return signer.outcome is None and signer.kind is not SignOffKind.HOLDER and not is_last


def _may_remove(signer: Signer, by: Actor) -> bool:
    return by.is_super or signer.added_by_id == by.user_id


def _lock(session: Session, work_item_id: int) -> LockedWorkItem:
    rows = lock_work_items(session, [work_item_id])
    if not rows:
        raise NotFound()
    return rows[0]


def _why_not_add(
    row: LockedWorkItem, by: Actor, circle: Circle, added: Sequence[Colleague], kind: SignOffKind
) -> Refusal | None:
    signs = any(signer.user_id == by.user_id for signer in circle.signers)
    if signs and owns(by, organization_id=row.organization_id):
        refusal: Refusal | None = NoLongerOpen() if row.closed_at is not None else None
    else:
        refusal = why_not_act(row, by)
    if refusal is not None:
        return refusal
    if row.delegated_by_id is not None:
        return DelegatedToYou()
    if row.countersign is not None and kind is not SignOffKind.ALONGSIDE:
        return OnlyAlongside()
    already = {signer.user_id for signer in circle.signers}
    for one in added:
        if one.user_id in already:
            return SignsAlready(name=one.name)
        if one.user_id == row.started_by_id:
            return ColleagueSubmitted(name=one.name)
    return None


def _countersigned_turn(row: LockedWorkItem, circle: Circle) -> int | None:
    """On a countersigned step: after the last where they sign one by one, else with the others."""
    if row.countersign is None:
        return None
    last = max((signer.position for signer in circle.signers), default=0)
    return last + 1 if row.is_sequential else last


def _insert(
    session: Session,
    row: LockedWorkItem,
    signers: Sequence[tuple[int, SignOffKind]],
    *,
    position: int,
    by: Actor | None,
) -> None:
    values = [
        {
            "work_item_id": row.id,
            "user_id": user_id,
            "position": position,
            "kind": kind,
            "added_by_id": by.user_id if by else None,
        }
        for user_id, kind in signers
    ]
    session.execute(insert(SignOff), values)


def _share(session: Session, row: LockedWorkItem, *, holder_id: int) -> None:
    session.execute(
        update(WorkItem)
        .where(WorkItem.id == row.id)
        .values(several_sign=True, assignee_id=holder_id)
        .execution_options(synchronize_session=False)
    )
