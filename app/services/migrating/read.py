"""Migrations as the offices read them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, aliased

from app.errors import NotFound
from app.permissions import Actor, Permission
from app.services.approvals.path import path_to
from app.services.approvals.user_tasks import user_task
from app.services.guard import require
from models import Diagram, DiagramVersion, Migration, MigrationChoice, MigrationGroup, User

LAST = 20


@dataclass(frozen=True)
class GroupFate:
    """One group of a migration: from where, what was chosen, and how many of them moved."""

    id: int
    from_number: int
    to_number: int
    at: str
    choice: MigrationChoice
    total: int
    moved: int
    refusal: str | None


@dataclass(frozen=True)
class MigrationFacts:
    """A migration, or the undoing of one."""

    id: int
    process_id: str
    process_name: str
    to_number: int
    undoes_id: int | None
    by_name: str
    total: int
    moved: int
    refused: int
    created_at: datetime
    finished_at: datetime | None
    groups: Sequence[GroupFate] = ()

    @property
    def title(self) -> str:
        """What was done."""
        return f"撤销转版（第 {self.undoes_id} 次）" if self.undoes_id else f"转到第 {self.to_number} 版"

    @property
    def may_be_undone(self) -> bool:
        """Whether there is something to take back."""
        return self.finished_at is not None and self.undoes_id is None and self.moved > 0


def find_migration(session: Session, migration_id: int, *, by: Actor) -> MigrationFacts:
    """A migration with its groups. Raises NotFound."""
    require(by, Permission.DIAGRAM_VIEW)
    row = session.execute(_reading().where(Migration.id == migration_id)).one_or_none()
    if row is None:
        raise NotFound()
    return MigrationFacts(**row._mapping, groups=_groups(session, migration_id))


def list_migrations(session: Session, process_id: str, *, by: Actor) -> Sequence[MigrationFacts]:
    """The last migrations of a process, the newest first, without their groups."""
    require(by, Permission.DIAGRAM_VIEW)
    query = _reading().where(Migration.process_id == process_id).order_by(Migration.id.desc()).limit(LAST)
    return [MigrationFacts(**row._mapping) for row in session.execute(query)]


def _groups(session: Session, migration_id: int) -> list[GroupFate]:
    came, goes = aliased(DiagramVersion), aliased(DiagramVersion)
    rows = session.execute(
        select(MigrationGroup, came.number, goes.number)
        .join(came, came.id == MigrationGroup.from_version_id)
        .join(goes, goes.id == MigrationGroup.to_version_id)
        .where(MigrationGroup.migration_id == migration_id)
        .order_by(MigrationGroup.id)
    )
    return [
        GroupFate(
            id=group.id,
            from_number=from_number,
            to_number=to_number,
            at=_standing(session, group.from_path_node_id),
            choice=group.choice,
            total=group.total,
            moved=group.moved,
            refusal=group.refusal,
        )
        for group, from_number, to_number in rows
    ]


def _standing(session: Session, path_node_id: int) -> str:
    """Names of the steps that are open at a path node."""
    here = path_to(session, path_node_id)[-1]
    return "、".join(user_task(session, id).name for id in sorted(here.open))


def _reading() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Migration.id,
            Migration.process_id,
            Diagram.name.label("process_name"),
            DiagramVersion.number.label("to_number"),
            Migration.undoes_id,
            User.name.label("by_name"),
            Migration.total,
            Migration.moved,
            Migration.refused,
            Migration.created_at,
            Migration.finished_at,
        )
        .join(Diagram, Diagram.process_id == Migration.process_id)
        .join(DiagramVersion, DiagramVersion.id == Migration.to_version_id)
        .join(User, User.id == Migration.user_id)
    )
