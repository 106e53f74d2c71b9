"""The way an instance has come: the path nodes from the start, and which user tasks were open at each."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.services.approvals.user_tasks import user_task
from app.services.process_memory import Memory
from models import PathNode
from workflows.engine import Event


@dataclass(frozen=True)
class PathStep:
    """One place on the way: the event that led there, what it opened, and all that was open (ids of user tasks)."""

    path_node_id: int
    version_id: int
    event: str
    opens: tuple[int, ...]
    open: frozenset[int]
    ended: str | None


_paths: Memory[int, tuple[PathStep, ...]] = Memory()


def path_to(session: Session, path_node_id: int) -> Sequence[PathStep]:
    """The places from the start to this one, itself the last. A path never changes, so a process reads it once."""
    return paths_to(session, [path_node_id])[path_node_id]


def paths_to(session: Session, path_node_ids: Collection[int]) -> Mapping[int, Sequence[PathStep]]:
    """The same for many places; those that this process does not know yet are read in one statement."""
    known = {id: path for id in path_node_ids if (path := _paths.get(session, id)) is not None}
    unknown = [id for id in path_node_ids if id not in known]
    rows = _read(session, unknown) if unknown else {}
    for id in unknown:
        known[id] = _path(session, rows, id)
        _paths.put(session, id, known[id])
    return known


def _read(session: Session, path_node_ids: Sequence[int]) -> dict[int, Any]:
    columns = (PathNode.id, PathNode.parent_id, PathNode.version_id, PathNode.event, PathNode.step)
    above = select(*columns[:2]).where(PathNode.id == func.any(path_node_ids)).cte("above", recursive=True)
    above = above.union(select(*columns[:2]).join(above, PathNode.id == above.c.parent_id))
    return {row.id: row for row in session.execute(select(*columns).join(above, above.c.id == PathNode.id))}


def _path(session: Session, rows: Mapping[int, Any], path_node_id: int) -> tuple[PathStep, ...]:
    way, node_id = [], path_node_id
    while node_id is not None:
        way.append(rows[node_id])
        node_id = rows[node_id].parent_id
    steps: list[PathStep] = []
    standing: dict[str, int] = {}
    for row in reversed(way):
        opens = tuple(row.step["opens"])
        gone = {standing.get(Event.from_key(row.event).subject), *row.step["cancels"]}
        standing = {key: id for key, id in standing.items() if id not in gone}
        standing |= {user_task(session, id).task_key: id for id in opens}
        still = frozenset(standing.values())
        steps.append(PathStep(row.id, row.version_id, row.event, opens, still, row.step["ended"]))
    return tuple(steps)
