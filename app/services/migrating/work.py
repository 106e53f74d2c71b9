"""What moving does to open work items: kept where the same people go on, closed and opened where they do not."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.services.approvals.user_tasks import KnownTask, user_task
from workflows.engine import place_of


@dataclass(frozen=True)
class WorkChange:
    """Ids of user tasks: `keeps` become `kept_as` (beside them), `closes` are superseded, `opens` are new."""

    keeps: tuple[int, ...] = ()
    kept_as: tuple[int, ...] = ()
    closes: tuple[int, ...] = ()
    opens: tuple[int, ...] = ()


def compare_work(session: Session, before: Iterable[int], after: Iterable[int], target: str = "") -> WorkChange:
    """Compare the user tasks that are open before and after; `target` is the place that a step was mapped to."""
    old = {place_of(task.task_key): task for task in (user_task(session, id) for id in sorted(before))}
    new = {place_of(task.task_key): task for task in (user_task(session, id) for id in sorted(after))}
    pairs = [(old.pop(place), new.pop(place)) for place in sorted(old.keys() & new.keys())]
    if target in new and len(old) == 1:
        pairs.append((old.popitem()[1], new.pop(target)))
    kept = [(one, other) for one, other in pairs if one.id != other.id and _same_hands(one, other)]
    anew = [(one, other) for one, other in pairs if not _same_hands(one, other)]
    return WorkChange(
        tuple(one.id for one, _ in kept),
        tuple(other.id for _, other in kept),
        (*(task.id for task in old.values()), *(one.id for one, _ in anew)),
        (*(task.id for task in new.values()), *(other.id for _, other in anew)),
    )


def _same_hands(old: KnownTask, new: KnownTask) -> bool:
    """Whether those who have the step now may go on with it. Who has to ask several anew begins anew."""
    asks_more = new.countersign is not None and old.countersign is None
    return (old.party, old.level, old.permission) == (new.party, new.level, new.permission) and not asks_more
