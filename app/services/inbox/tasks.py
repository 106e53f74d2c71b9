"""The user tasks that groups wait at, remembered by this process; those of released versions never change."""

from collections.abc import Collection, Mapping
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.services.process_memory import Memory
from models import UserTask


class WaitingTask(NamedTuple):
    """What a page says of the user task of a group."""

    id: int
    process_id: str
    name: str
    task_key: str
    party: str
    outcomes: tuple[str, ...]


_tasks: Memory[int, WaitingTask] = Memory()


def tasks_of(session: Session, ids: Collection[int]) -> Mapping[int, WaitingTask]:
    """The user tasks of these ids; one statement for those that this process has not met yet, else none."""
    known = {id: _tasks.get(session, id) for id in set(ids)}
    missing = [id for id, task in known.items() if task is None]
    if missing:
        columns = (UserTask.id, UserTask.process_id, UserTask.name, UserTask.task_key, UserTask.party)
        for row in session.execute(select(*columns, UserTask.outcomes).where(UserTask.id == func.any(missing))):
            known[row.id] = task = WaitingTask._make((*row[:5], tuple(row.outcomes)))
            _tasks.put(session, row.id, task)
    return {id: task for id, task in known.items() if task is not None}
