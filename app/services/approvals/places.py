"""Places in a version: the engine's memo, kept as path nodes.

Thousands of instances at one place that meet the same event share one step of the engine, now and ever after.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.services.approvals.path import path_to
from app.services.approvals.user_tasks import user_task
from app.services.diagrams.library import definition
from app.services.process_memory import Memory
from models import PathNode, UserTask, WorkflowState
from workflows.engine import ENGINE_VERSION, Definition, Event, OpenTask, Step, advance


@dataclass(frozen=True)
class Place:
    """A path node and what reaching it does: user tasks (ids) to open and to cancel, and the end, if it is one."""

    id: int
    opens: tuple[int, ...]
    cancels: tuple[int, ...]
    ended: str | None


_places: Memory[tuple[int, int | None, str], Place] = Memory()
UNSETTLED = "places made in this session"  # not remembered: their transaction may still roll back


def follow(session: Session, version_id: int, parent_id: int | None, event: Event) -> Place:
    """Return the place that `event` leads to from `parent_id` (None: the start of the version).

    Raises the engine's errors when the event is not possible there.
    """
    key = (version_id, parent_id, event.key)
    place = _places.get(session, key)
    if place is None:
        place = _find(session, key) or _make(session, key, event)
        if place.id not in session.info.get(UNSETTLED, ()):
            _places.put(session, key, place)
    return place


def forget() -> None:
    """Empty the memory of this process; everything in it can be read again."""
    _places.clear()


def _find(session: Session, key: tuple[int, int | None, str]) -> Place | None:
    version_id, parent_id, event = key
    row = session.execute(
        select(PathNode.id, PathNode.step).where(
            PathNode.version_id == version_id,
            PathNode.parent_id.is_(None) if parent_id is None else PathNode.parent_id == parent_id,
            PathNode.event == event,
        )
    ).one_or_none()
    return None if row is None else _place(row.id, row.step)


def _make(session: Session, key: tuple[int, int | None, str], event: Event) -> Place:
    version_id, parent_id, event_key = key
    compiled = definition(session, version_id)
    step = advance(compiled, _state(session, parent_id), event)
    _keep_state(session, step)
    node_id = session.scalar(
        insert(PathNode)
        .values(
            version_id=version_id,
            parent_id=parent_id,
            event=event_key,
            state_digest=bytes.fromhex(step.digest),
            step=_step_columns(session, version_id, parent_id, compiled, step),
        )
        .on_conflict_do_nothing()
        .returning(PathNode.id)
    )
    session.info.setdefault(UNSETTLED, set()).add(node_id)
    place = _find(session, key)
    if place is None:
        raise LookupError(key)
    return place


def _state(session: Session, path_node_id: int | None) -> bytes | None:
    if path_node_id is None:
        return None
    return session.execute(
        select(WorkflowState.body)
        .join(PathNode, PathNode.state_digest == WorkflowState.digest)
        .where(PathNode.id == path_node_id)
    ).scalar_one()


def _keep_state(session: Session, step: Step) -> None:
    session.execute(
        insert(WorkflowState)
        .values(digest=bytes.fromhex(step.digest), body=step.state, engine_version=ENGINE_VERSION)
        .on_conflict_do_nothing()
    )


def _step_columns(
    session: Session, version_id: int, parent_id: int | None, compiled: Definition, step: Step
) -> dict[str, Any]:
    opened = [_user_task_id(session, version_id, compiled, task) for task in step.opened]
    standing = path_to(session, parent_id)[-1].open if parent_id is not None else ()
    ids = {user_task(session, id).task_key: id for id in standing}
    cancelled = [ids[task.task_key] for task in step.closed if task.reason == "cancelled"]
    return {"opens": opened, "cancels": cancelled, "ended": step.ended}


def _user_task_id(session: Session, version_id: int, compiled: Definition, opened: OpenTask) -> int:
    """The row of a user task: an earlier version's where nothing about the task has changed.

    So a reviewer sees one step, not one a version, and what moves to a new version keeps its work items.
    """
    task = compiled.user_tasks[opened.node_id]
    values = {
        "process_id": compiled.process_id,
        "task_key": opened.task_key,
        "node_id": opened.node_id,
        "name": task.name,
        "party": task.lane,
        "level": task.level,
        "permission": task.permission or "",
        "outcomes": list(task.outcomes),
        "countersign": task.countersign and task.countersign.rule,
        "is_sequential": task.countersign is not None and task.countersign.sequential,
        "is_distinct": task.distinct,
        "due": task.due,
        "remind": task.properties.get("remind"),
        "escalates": task.properties.get("escalate") == "true",
        "if_nobody": task.if_nobody,
    }
    own = select(UserTask.id).where(UserTask.version_id == version_id, UserTask.task_key == opened.task_key)
    same = select(UserTask.id).where(
        *(getattr(UserTask, name).is_not_distinct_from(value) for name, value in values.items())
    )
    for query in (own, same.order_by(UserTask.id).limit(1)):
        if (known := session.scalar(query)) is not None:
            return known
    session.execute(insert(UserTask).values(version_id=version_id, **values).on_conflict_do_nothing())
    return session.scalars(own).one()


def _place(node_id: int, step: Any) -> Place:
    return Place(node_id, tuple(step["opens"]), tuple(step["cancels"]), step["ended"])
