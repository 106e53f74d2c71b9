"""What can be said without deciding: comments (留言) with mentions, copies (抄送), and urging (催办)."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Date, cast, exists, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.errors import NotFound, Refusal
from app.permissions import Actor, Permission, owns
from app.services.approvals.colleagues import find_colleagues
from app.services.approvals.copied import organizations_to_copy
from app.services.approvals.history import Act, move, write_comment
from app.services.approvals.locking import confirm
from app.services.approvals.refusals import AlreadyEnded, CommentEmpty, NotCopied, NothingToUrge, UrgedToday
from app.services.approvals.results import Result, in_order
from app.services.approvals.telling import tell_organizations, tell_persons, tell_urged
from app.services.approvals.visibility import is_visible_to
from app.services.audit import record
from models import CarbonCopy, EventKind, Instance, InstanceEvent, NotificationKind, WorkItem


def comment_on(session: Session, instance_id: int, *, by: Actor, body: str, mentioned: Sequence[int] = ()) -> None:
    """Write a comment that everybody sees who sees the instance; mentioned colleagues get a copy of it.

    Raises NotFound, CommentEmpty, CommentTooLong, NoSuchColleague or AlreadyEnded.
    """
    by = confirm(session, by, Permission.INSTANCE_COMMENT)
    if not body.strip():
        raise CommentEmpty()
    _lock(session, instance_id, by=by)
    act = Act(EventKind.COMMENTED, by, comment_id=write_comment(session, body, by=by))
    move(session, [instance_id], [None], act=act, path_node_id=None, ended=None)
    record(session, by=by, action=Permission.INSTANCE_COMMENT, instance=instance_id)
    if mentioned:
        _copy(session, instance_id, mentioned, by=by)
        to = [(instance_id, user_id) for user_id in dict.fromkeys(mentioned)]
        tell_persons(session, NotificationKind.MENTIONED, to, act, organization_id=by.organization_id)


def copy_to(
    session: Session,
    instance_id: int,
    *,
    by: Actor,
    user_ids: Sequence[int] = (),
    organization_ids: Sequence[int] = (),
    comment: str = "",
) -> None:
    """Send an instance to colleagues or to organisations to know of (抄送); they may look at it from then on.

    Raises NotFound, NoSuchColleague, NotCopied, CommentTooLong or AlreadyEnded.
    """
    by = confirm(session, by, Permission.INSTANCE_COPY)
    _lock(session, instance_id, by=by)
    added = _copy(session, instance_id, user_ids, by=by) if user_ids or not organization_ids else []
    there = _copy_organizations(session, instance_id, organization_ids, by=by) if organization_ids else {}
    act = Act(EventKind.COPIED, by, comment_id=write_comment(session, comment, by=by))
    record(
        session,
        by=by,
        action=Permission.INSTANCE_COPY,
        instance=instance_id,
        readers=added,
        organizations=list(there),
    )
    for name in there.values():
        move(session, [instance_id], [None], act=replace(act, outcome=name), path_node_id=None, ended=None)
    if there:
        tell_organizations(session, instance_id, list(there), act)
    for user_id in added:
        move(session, [instance_id], [None], act=act, path_node_id=None, ended=None, about=[user_id])
    to = [(instance_id, user_id) for user_id in added]
    tell_persons(session, NotificationKind.COPIED, to, act, organization_id=by.organization_id)


def urge(session: Session, instance_ids: Sequence[int], *, by: Actor) -> list[Result]:
    """Ask whoever has one's own items now to go on with them: once a day and item.

    Returns one Result an id.
    """
    by = confirm(session, by, Permission.INSTANCE_URGE)
    today = exists().where(
        InstanceEvent.instance_id == Instance.id,
        InstanceEvent.kind == EventKind.URGED,
        cast(InstanceEvent.at, Date) == func.current_date(),
    )
    elsewhere = exists().where(
        WorkItem.instance_id == Instance.id,
        WorkItem.closed_at.is_(None),
        WorkItem.organization_id != Instance.organization_id,
    )
    rows = session.execute(
        select(Instance.id, Instance.organization_id, today.label("urged"), elsewhere.label("elsewhere"))
        .where(Instance.id == func.any(list(instance_ids)))
        .order_by(Instance.id)
        .with_for_update(of=Instance)
    ).all()
    refusals = {row.id: _why_not_urge(row.organization_id, row.elsewhere, row.urged, by=by) for row in rows}
    ids = [row.id for row in rows if refusals[row.id] is None]
    if ids:
        act = Act(EventKind.URGED, by)
        move(session, ids, [None] * len(ids), act=act, path_node_id=None, ended=None)
        tell_urged(session, ids, act)
        record(session, by=by, action=Permission.INSTANCE_URGE, instances=ids)
    return in_order(instance_ids, refusals)


def _why_not_urge(organization_id: int | None, is_elsewhere: bool, is_urged: bool, *, by: Actor) -> Refusal | None:
    if not owns(by, organization_id=organization_id):
        return NotFound()
    if not is_elsewhere:
        return NothingToUrge()
    return UrgedToday() if is_urged else None


def _lock(session: Session, instance_id: int, *, by: Actor) -> None:
    """Hold an instance that is under way and that `by` may look at."""
    query = select(Instance.ended_at).where(Instance.id == instance_id, is_visible_to(by)).with_for_update()
    row = session.execute(query).one_or_none()
    if row is None:
        raise NotFound()
    if row.ended_at is not None:
        raise AlreadyEnded()


def _copy(session: Session, instance_id: int, user_ids: Sequence[int], *, by: Actor) -> list[int]:
    """Copies for those who have none yet; returns who they are."""
    values = [
        {
            "instance_id": instance_id,
            "user_id": colleague.user_id,
            "organization_id": by.organization_id,
            "sent_by_id": by.user_id,
        }
        for colleague in find_colleagues(session, user_ids, by=by)
    ]
    query = insert(CarbonCopy).values(values).on_conflict_do_nothing().returning(CarbonCopy.user_id)
    return list(session.scalars(query))


def _copy_organizations(
    session: Session, instance_id: int, organization_ids: Sequence[int], *, by: Actor
) -> dict[int, str]:
    """Copies for those organisations that have none yet; returns their names by their ids."""
    instance = session.execute(select(Instance.item_kind, Instance.item_id).where(Instance.id == instance_id)).one()
    offered = organizations_to_copy(session, instance_id, instance.item_kind, instance.item_id, by=by)
    names = {one.id: one.name for one in offered}
    if not set(organization_ids) <= set(names):
        raise NotCopied()
    values = [
        {"instance_id": instance_id, "organization_id": id, "sent_by_id": by.user_id}
        for id in sorted(set(organization_ids))
    ]
    query = insert(CarbonCopy).values(values).on_conflict_do_nothing().returning(CarbonCopy.organization_id)
    return {id: names[id] for id in session.scalars(query)}
