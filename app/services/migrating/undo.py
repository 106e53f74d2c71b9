"""Undoing a migration, group by group, for those that nobody decided since; the others are named."""

from collections.abc import Collection, Sequence

from sqlalchemy import String, cast, select
from sqlalchemy.orm import Session, aliased

from app.errors import NotFound
from app.permissions import Actor, Permission
from app.services.approvals.locking import confirm
from app.services.audit import record
from app.services.guard import require
from app.services.migrating.migrate import begin_running, lock_process
from app.services.migrating.moving import HARMLESS
from app.services.migrating.refusals import GroupNotFound, NotToBeUndone
from models import EventKind, Instance, InstanceEvent, Migration, MigrationChoice, MigrationGroup


def undo(
    session: Session,
    migration_id: int,
    *,
    by: Actor,
    groups: Collection[int] | None = None,
    inline_rows: int | None = None,
) -> Migration:
    """Put the instances of a migration (of these groups, None: of all) back where they came from.

    Returns the migration that does it. What somebody decided since stays (`decided_since` names it). Raises
    NotFound, GroupNotFound, MigrationRunning, NotToBeUndone, NotPermitted.
    """
    by = confirm(session, by, Permission.DIAGRAM_MIGRATE)
    done = session.get(Migration, migration_id)
    if done is None:
        raise NotFound()
    if done.undoes_id is not None:
        raise NotToBeUndone()
    lock_process(session, done.process_id)
    chosen = _chosen(session, done, groups)
    undoing = Migration(
        process_id=done.process_id,
        to_version_id=done.to_version_id,
        undoes_id=done.id,
        user_id=by.user_id,
        membership_id=by.membership_id,
        total=sum(group.moved for group in chosen),
    )
    session.add(undoing)
    session.flush()
    session.add_all(_reversed(undoing, chosen))
    record(session, by=by, action=Permission.DIAGRAM_MIGRATE, migration=undoing.id, undoes=done.id)
    begin_running(session, undoing, inline_rows)
    return undoing


def decided_since(
    session: Session, migration_id: int, *, by: Actor, after: int = 0, limit: int = 50
) -> Sequence[int]:
    """Ids (beyond `after`, in order) of instances that a migration moved and that cannot be undone any more."""
    require(by, Permission.DIAGRAM_VIEW)
    done = session.get(Migration, migration_id)
    if done is None:
        raise NotFound()
    came, later = aliased(InstanceEvent), aliased(InstanceEvent)
    decided = (
        select(later.seq)
        .where(later.instance_id == came.instance_id, later.seq > came.seq)
        .where(later.kind.not_in([*HARMLESS, EventKind.MIGRATION_UNDONE]))
        .exists()
    )
    return session.scalars(
        select(Instance.id)
        .join(came, came.instance_id == Instance.id)
        .where(Instance.id > after, came.kind == EventKind.MIGRATED, came.outcome == cast(done.id, String), decided)
        .where(Instance.version_id == done.to_version_id)
        .where(Instance.ended_at.is_(None) | (Instance.ended_at >= done.created_at))
        .order_by(Instance.id)
        .limit(limit)
    ).all()


def _chosen(session: Session, done: Migration, ids: Collection[int] | None) -> Sequence[MigrationGroup]:
    groups = session.scalars(
        select(MigrationGroup).where(MigrationGroup.migration_id == done.id).order_by(MigrationGroup.id)
    ).all()
    if ids is None:
        return groups
    if set(ids) - {group.id for group in groups}:
        raise GroupNotFound()
    return [group for group in groups if group.id in ids]


def _reversed(undoing: Migration, groups: Sequence[MigrationGroup]) -> list[MigrationGroup]:
    """Each way once: groups that conditions told apart may have gone the same one."""
    ways: dict[tuple[int, int], MigrationGroup] = {}
    for group in groups:
        way = (group.to_path_node_id, group.from_path_node_id)
        if way in ways:
            ways[way].total += group.moved
            continue
        ways[way] = MigrationGroup(
            migration_id=undoing.id,
            from_version_id=group.to_version_id,
            from_path_node_id=group.to_path_node_id,
            to_version_id=group.from_version_id,
            to_path_node_id=group.from_path_node_id,
            choice=MigrationChoice.MOVE,
            keeps=group.kept_as,
            kept_as=group.keeps,
            closes=group.opens,
            reopens=group.closes,
            total=group.moved,
        )
    return list(ways.values())
