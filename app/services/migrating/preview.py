"""The preview on history: what a draft would have done with what is finished, and does with what is in flight."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import FromClause, func, select, union_all
from sqlalchemy.orm import Session

from app.items import item_of_process
from app.permissions import Actor, Permission
from app.services.guard import require
from app.services.migrating.facts import with_facts
from app.services.migrating.groups import PathGroup, ended_since, finished, group_paths, in_flight, step_names
from app.services.migrating.options import Judgement, judge
from app.services.migrating.replayers import replayer_of
from models import Instance, MigrationChoice
from workflows.engine import Definition, Replay, Replayer, Standing, replay_finished

FINISHED_LAST = 20_000


@dataclass(frozen=True)
class Fate:
    """Finished instances that a draft would have treated alike.

    `passed` are names of steps that they would have passed as well, `missed` of those no longer. The same
    standing: the same way; undecidable: nobody can tell, `reason` says why; ended: another end, or none.
    """

    standing: Standing
    passed: tuple[str, ...]
    missed: tuple[str, ...]
    reason: str
    count: int
    groups: Sequence[PathGroup]


@dataclass(frozen=True)
class Running:
    """Running instances at one place, and what a migration to the draft could do with them."""

    group: PathGroup
    judgement: Judgement


@dataclass(frozen=True)
class Preview:
    """What a draft does; `since` is when the earliest of the finished ones ended."""

    process_id: str
    fates: Sequence[Fate]
    running: Sequence[Running]
    since: datetime | None

    @property
    def finished(self) -> int:
        """Finished instances that were looked at."""
        return sum(fate.count for fate in self.fates)

    @property
    def same(self) -> int:
        """Those that would have gone the same way."""
        return sum(fate.count for fate in self.fates if fate.standing is Standing.SAME)

    @property
    def continuing(self) -> int:
        """Running ones that move by default."""
        return sum(one.group.count for one in self.running if one.judgement.default is MigrationChoice.MOVE)

    @property
    def choosing(self) -> int:
        """Running ones that need a choice."""
        waiting = (one for one in self.running if one.judgement.default is not MigrationChoice.MOVE)
        return sum(one.group.count for one in waiting if len(one.judgement.options) > 1)

    @property
    def staying(self) -> int:
        """Running ones that can only stay on their version."""
        return sum(one.group.count for one in self.running if len(one.judgement.options) == 1)


def preview(
    session: Session, process_id: str, draft: Definition, *, by: Actor, finished_last: int = FINISHED_LAST
) -> Preview:
    """Replay the distinct paths of the last finished and of all running instances on a draft.

    Nothing is written.
    """
    require(by, Permission.DIAGRAM_VIEW)
    item, replayer = item_of_process(process_id), replayer_of(draft)
    since = ended_since(session, item, finished_last)
    fates = _fates(session, replayer, group_paths(session, finished(item, since), item, draft))
    running = group_paths(session, in_flight(session, item), item, draft)
    return Preview(
        process_id,
        fates,
        [Running(group, judge(session, replayer, group)) for group in running],
        since,
    )


def instances_of(
    session: Session,
    process_id: str,
    draft: Definition,
    groups: Sequence[PathGroup],
    *,
    by: Actor,
    since: datetime | None = None,
    after: int = 0,
    limit: int = 50,
) -> Sequence[int]:
    """Ids (beyond `after`, in order) of the instances of some groups: finished `since` then, or running (None)."""
    require(by, Permission.DIAGRAM_VIEW)
    source = _all_of(session, process_id, groups, since)
    whole = [group.here.path_node_id for group in groups if group.digests is None]
    facts = [pair for group in groups for pair in group.facts]
    parts = [select(source.c.id).where(source.c.path_node_id == func.any(whole))]
    if facts:
        parts.append(with_facts(source, draft, facts))
    ids = union_all(*(part.where(source.c.id > after) for part in parts)).subquery()
    return session.scalars(select(ids.c.id).order_by(ids.c.id).limit(limit)).all()


def _all_of(session: Session, process_id: str, groups: Sequence[PathGroup], since: datetime | None) -> FromClause:
    item = item_of_process(process_id)
    if since is None:
        return in_flight(session, item)
    query = select(Instance.id, Instance.version_id, Instance.path_node_id, Instance.revision)
    return query.where(Instance.item_kind == item.kind, Instance.ended_at >= since).subquery("finished")


def _fates(session: Session, replayer: Replayer, groups: Sequence[PathGroup]) -> list[Fate]:
    alike: defaultdict[tuple[Standing, tuple[str, ...], tuple[str, ...], str], list[PathGroup]] = defaultdict(list)
    for group in groups:
        alike[_fate(session, replayer, group)].append(group)
    fates = [Fate(*key, sum(group.count for group in same), same) for key, same in alike.items()]
    return sorted(fates, key=lambda fate: (fate.standing is not Standing.SAME, -fate.count))


def _fate(
    session: Session, replayer: Replayer, group: PathGroup
) -> tuple[Standing, tuple[str, ...], tuple[str, ...], str]:
    if not group.events:
        return Standing.UNDECIDABLE, (), (), group.reason
    found: Replay = replay_finished(replayer, group.events, group.here.ended or "")
    names = step_names(session, group.way)
    passed = tuple(dict.fromkeys(replayer.name_of(place) for place in found.passed))
    missed = tuple(dict.fromkeys(names.get(place, place) for place in found.missed))
    return found.standing, passed, missed, found.reason
