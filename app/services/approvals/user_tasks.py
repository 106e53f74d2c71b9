"""User tasks of released versions, remembered by this process; they never change."""

from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import NotFound
from app.services.process_memory import Memory
from models import UserTask


class KnownTask(NamedTuple):
    """What opening a work item needs to know of its user task."""

    id: int
    process_id: str
    task_key: str
    node_id: str
    name: str
    party: str
    level: str | None
    outcomes: list[str]
    permission: str
    countersign: str | None
    is_sequential: bool
    due: str | None
    remind: str | None
    escalates: bool
    if_nobody: str


_tasks: Memory[int, KnownTask] = Memory()


def user_task(session: Session, user_task_id: int) -> KnownTask:
    """The user task of this id. Raises NotFound."""
    known = _tasks.get(session, user_task_id)
    if known is None:
        columns = (getattr(UserTask, name) for name in KnownTask._fields)
        row = session.execute(select(*columns).where(UserTask.id == user_task_id)).one_or_none()
        if row is None:
            raise NotFound()
        known = KnownTask._make(row)
        _tasks.put(session, user_task_id, known)
    return known
