"""The way an instance has come: the path nodes from the start, and which user tasks were open at each."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.services.process_memory import Memory
from models import PathNode, UserTask
from workflows.engine import Event


@dataclass(frozen=True)
class PathStep:
    """One place on the way: what reaching it opened, and all that was open there (ids of user tasks)."""

    path_node_id: int
    opens: tuple[int, ...]
    open: frozenset[int]


_paths: Memory[int, tuple[PathStep, ...]] = Memory()


def path_to(session: Session, path_node_id: int) -> Sequence[PathStep]:
    """The places from the start to this one, itself the last. A path never changes, so a process reads it once."""
    known = _paths.get(session, path_node_id)
    if known is None:
        known = _read(session, path_node_id)
        _paths.put(session, path_node_id, known)
    return known


def _read(session: Session, path_node_id: int) -> tuple[PathStep, ...]:
    columns = (PathNode.id, PathNode.parent_id, PathNode.version_id, PathNode.event, PathNode.step)
    above = select(*columns).where(PathNode.id == path_node_id).cte("above", recursive=True)
    above = above.union_all(select(*columns).join(above, PathNode.id == above.c.parent_id))
    rows = {row.id: row for row in session.execute(select(above))}
    task_ids = _task_ids(session, rows[path_node_id].version_id)
    way, node_id = [], path_node_id
    while node_id is not None:
        way.append(rows[node_id])
        node_id = rows[node_id].parent_id
    steps: list[PathStep] = []
    standing: frozenset[int] = frozenset()
    for row in reversed(way):
        opens = tuple(row.step["opens"])
        done = task_ids.get(Event.from_key(row.event).subject)
        standing = (standing - {done} - set(row.step["cancels"])) | set(opens)
        steps.append(PathStep(row.id, opens, standing))
    return tuple(steps)


def _task_ids(session: Session, version_id: int) -> dict[str, int]:
    rows = session.execute(select(UserTask.task_key, UserTask.id).where(UserTask.version_id == version_id))
    return {key: id for key, id in rows}
