"""Finds the way to a step of another definition, for what stands at a step that is not there any more."""

from collections.abc import Iterable, Sequence

from .errors import WorkflowError
from .events import Event
from .replay import Replay, Standing, replay
from .replayer import Replayer, Spot


def reach(replayer: Replayer, events: Sequence[Event], standing: Iterable[str], target: str) -> Replay | None:
    """Bring a path to a state in which the user task at the place ``target`` is open; None where it cannot be.

    Decisions are kept where that is possible: first the end of the replay itself, then steps passed over from
    there by approval, then an earlier state of the replay, at last steps passed over by any outcome.
    """
    kept = frozenset(standing) - {target}
    found = replay(replayer, events, kept)
    if found.spot is None:
        return None

    def is_there(at: Spot) -> bool:
        return target in at.open

    def onward(every_outcome: bool) -> Replay | None:
        spot, now = found.spot, events[-1].projection
        way = spot and replayer.bridge(
            spot, is_there, lambda where: where not in kept, now, every_outcome=every_outcome
        )
        return Replay(Standing.SAME, *way, found.missed) if way else None

    return onward(False) or _earlier(replayer, found, target) or onward(True)


def _earlier(replayer: Replayer, found: Replay, target: str) -> Replay | None:
    """The last state on the replayed path in which the target was open; what came after is missed."""
    spots: list[Spot] = []
    try:
        for event in found.events:
            spots.append(replayer.take(spots[-1], event) if spots else replayer.begin(event.projection))
    except WorkflowError:
        return None
    for number, spot in reversed(list(enumerate(spots))):
        if target in spot.open:
            undone = tuple(event.subject.rpartition("#")[0] for event in found.events[number + 1 :])
            return Replay(Standing.SAME, spot, (), (*undone, *found.missed))
    return None
