"""The plan of a migration: what is in flight, place by place, and the choices that each group has."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import NotFound
from app.items import item_of_process
from app.permissions import Actor, Permission
from app.services.diagrams.library import definition
from app.services.guard import require
from app.services.migrating.groups import PathGroup, group_paths, in_flight
from app.services.migrating.options import Judgement, Option, judge
from app.services.migrating.replayers import replayer_of
from models import DiagramVersion, MigrationChoice


@dataclass(frozen=True)
class Group:
    """Instances that stand at one place of an older version and cannot be told apart by the new one."""

    paths: PathGroup
    version_number: int
    judgement: Judgement

    @property
    def key(self) -> str:
        """Its name in a form."""
        return self.paths.key

    @property
    def count(self) -> int:
        """How many they are."""
        return self.paths.count

    def option(self, choice: MigrationChoice, target: str = "") -> Option | None:
        """The option of this choice (and target), if it is offered."""
        offered = (one for one in self.judgement.options if one.choice is choice and one.target == target)
        return next(offered, None)


@dataclass(frozen=True)
class Plan:
    """All that is in flight on other versions than `to_version_id`."""

    process_id: str
    to_version_id: int
    to_number: int
    groups: Sequence[Group]

    @property
    def moving(self) -> int:
        """Instances that move by default."""
        return sum(one.count for one in self.groups if one.judgement.default is MigrationChoice.MOVE)

    @property
    def choosing(self) -> int:
        """Instances that stay unless somebody chooses."""
        waiting = (one for one in self.groups if one.judgement.default is not MigrationChoice.MOVE)
        return sum(one.count for one in waiting if len(one.judgement.options) > 1)

    @property
    def staying(self) -> int:
        """Instances that can only stay."""
        return sum(one.count for one in self.groups if len(one.judgement.options) == 1)


def make_plan(session: Session, process_id: str, to_version_id: int, *, by: Actor) -> Plan:
    """Replay every place that is in flight on another version of the process. Nothing is written.

    Raises NotFound where the version is not one of the process.
    """
    require(by, Permission.DIAGRAM_VIEW)
    query = select(DiagramVersion.id, DiagramVersion.number).where(DiagramVersion.process_id == process_id)
    numbers = {id: number for id, number in session.execute(query)}
    if to_version_id not in numbers:
        raise NotFound()
    item, new = item_of_process(process_id), definition(session, to_version_id)
    replayer = replayer_of(new)
    groups = group_paths(session, in_flight(session, item, except_version=to_version_id), item, new)
    planned = [Group(one, numbers[one.here.version_id], judge(session, replayer, one)) for one in groups]
    return Plan(process_id, to_version_id, numbers[to_version_id], planned)
