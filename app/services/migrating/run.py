"""Carrying out a migration: one chunk a transaction, taken up where it stopped."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.errors import NotPermitted, Refusal
from app.items import item_of_process
from app.permissions import Actor, Permission
from app.services.accounts.actors import load_actor
from app.services.approvals.completion import open_work
from app.services.approvals.history import Act
from app.services.approvals.locking import confirm
from app.services.approvals.nobody import is_any_held
from app.services.approvals.opening import cancel_work
from app.services.migrating.moving import (
    HARMLESS,
    MOVE_BACKWARD,
    MOVE_FORWARD,
    MOVE_ONES,
    REOPEN,
    REPOINT,
)
from app.services.migrating.refusals import OpensForNobody, WorkNotFound
from models import EventKind, Migration, MigrationGroup

CHUNK = 20_000  # rows a transaction; a chunk whose work items stay is two writes a row


def run_chunk(session: Session, migration_id: int, *, limit: int = CHUNK) -> bool:
    """Move the next instances (at most `limit`); returns whether the migration is finished.

    The migration's row is locked, so two workers never do one chunk twice. Who ordered it is confirmed for each
    chunk: where his right was taken away, it stops there.
    """
    migration = session.execute(
        select(Migration)
        .where(Migration.id == migration_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).scalar_one()
    if migration.finished_at is not None:
        return True
    by = _confirmed(session, migration)
    groups = session.scalars(select(MigrationGroup).where(MigrationGroup.migration_id == migration.id)).all()
    ahead = {group.from_version_id for group in groups if group.from_version_id >= migration.at_version_id}
    if by is None or not ahead:
        migration.finished_at = func.now()
        session.flush()
        return True
    _do(session, migration, groups, min(ahead), by, limit)
    session.flush()
    return False


def _confirmed(session: Session, migration: Migration) -> Actor | None:
    actor = load_actor(session, membership_id=migration.membership_id, lock=True)
    try:
        return confirm(session, actor, Permission.DIAGRAM_MIGRATE) if actor else None
    except NotPermitted:
        return None


def _do(
    session: Session,
    migration: Migration,
    groups: Sequence[MigrationGroup],
    version_id: int,
    by: Actor,
    limit: int,
) -> None:
    """The next rows of one version; when there are fewer than asked for, the next version is next."""
    after = migration.after_id if version_id == migration.at_version_id else 0
    nodes = [group.from_path_node_id for group in groups if group.from_version_id == version_id]
    statement = MOVE_FORWARD if migration.undoes_id is None else MOVE_BACKWARD
    rows = statement.run(
        session,
        **_values(migration, by),
        version=version_id,
        after=after,
        nodes=nodes,
        limit=limit,
    ).fetchall()
    for row in rows:
        if row.group_id is not None:
            group = next(one for one in groups if one.id == row.group_id)
            moved = row.count if row.ids is None else _move_with_work(session, migration, group, row.ids, by)
            group.moved += moved
            migration.moved += moved
            migration.refused += row.count - moved
    is_last = rows[0].rows < limit
    migration.at_version_id, migration.after_id = (version_id + 1, 0) if is_last else (version_id, rows[0].last)


def _values(migration: Migration, by: Actor) -> dict[str, Any]:
    is_undoing = migration.undoes_id is not None
    return {
        "migration": migration.id,
        "kind": EventKind.MIGRATION_UNDONE.value if is_undoing else EventKind.MIGRATED.value,
        "user_id": by.user_id,
        "outcome": str(migration.id),
        "migrated": EventKind.MIGRATED.value,
        "undone": str(migration.undoes_id),
        "harmless": [kind.value for kind in HARMLESS],
    }


def _move_with_work(
    session: Session, migration: Migration, group: MigrationGroup, ids: Sequence[int], by: Actor
) -> int:
    """Move instances whose work items change: together if that goes, else one by one. Returns how many moved."""
    try:
        with session.begin_nested():
            _together(session, migration, group, ids, by)
        return len(ids)
    except Refusal as refusal:
        group.refusal = str(refusal)
    if len(ids) == 1:
        return 0
    half = len(ids) // 2
    return sum(_move_with_work(session, migration, group, part, by) for part in (ids[:half], ids[half:]))


def _together(session: Session, migration: Migration, group: MigrationGroup, ids: Sequence[int], by: Actor) -> None:
    values = _values(migration, by)
    MOVE_ONES.run(session, **values, ids=list(ids), group=group.id)
    if group.keeps:
        REPOINT.run(session, ids=list(ids), keeps=group.keeps, kept_as=group.kept_as)
    if group.closes:
        cancel_work(session, ids, group.closes)
    if group.reopens:
        reopened = REOPEN.run(session, ids=list(ids), tasks=group.reopens).rowcount
        if reopened != len(ids) * len(group.reopens):
            raise WorkNotFound()
    if group.opens:
        act = Act(EventKind(values["kind"]), by)
        open_work(session, item_of_process(migration.process_id), ids, group.opens, act)
        if is_any_held(session, ids, group.opens):
            raise OpensForNobody()
