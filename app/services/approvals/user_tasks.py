"""User tasks of released versions, remembered by this process; they never change."""

from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.services.process_memory import Memory
from models import UserTask


class KnownTask(NamedTuple):
    """What opening a work item needs to know of its user task."""

    id: int
    name: str
    party: str
    level: str | None


_tasks: Memory[int, KnownTask] = Memory()


def user_task(session: Session, user_task_id: int) -> KnownTask:
    """The user task of this id."""
    known = _tasks.get(session, user_task_id)
    if known is None:
        query = select(UserTask.id, UserTask.name, UserTask.party, UserTask.level)
        known = KnownTask._make(session.execute(query.where(UserTask.id == user_task_id)).one())
        _tasks.put(session, user_task_id, known)
    return known
