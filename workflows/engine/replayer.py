"""Runs events of other versions on a definition: they are told by place, not by occurrence.

A place is a node on its call path (``sub/review``); no place is ever open twice, so in a state it names one task.
"""

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from .definition import Definition
from .errors import WorkflowError
from .events import COMPLETED, Event
from .memo import Memo
from .places import find_places
from .projection import Projection
from .script import place
from .state import load_state
from .steps import Step

APPROVE = "approve"
MAX_PASSED = 8  # steps that are passed over in one go
MAX_SEEN = 400  # states that are looked at to find the way


def place_of(key: str) -> str:
    """The place of a task or timer key: the key without its occurrence."""
    return key.rpartition("#")[0]


@dataclass(frozen=True)
class Spot:
    """Where a replay stands: the events so far, the last one's step, and the keys of what is open, by place."""

    events: tuple[Event, ...]
    step: Step
    open: Mapping[str, str]
    timers: Mapping[str, str]

    @property
    def places(self) -> frozenset[str]:
        """The places of the open user tasks."""
        return frozenset(self.open)


Passed = tuple[Spot, tuple[str, ...]]


class Replayer:
    """One definition, with a memory of its steps: paths with a common beginning share them."""

    def __init__(self, definition: Definition, capacity: int = 20_000) -> None:
        self.definition = definition
        self._memo = Memo(capacity)
        self._open: dict[str, tuple[Mapping[str, str], Mapping[str, str]]] = {}
        paths = definition.paths.of_node
        self._places = {place(path, node): node for node in definition.user_tasks for path in paths.get(node, ())}

    @property
    def places(self) -> Mapping[str, str]:
        """Node ids of the user tasks, by every place on which they may open."""
        return self._places

    def name_of(self, spot: str) -> str:
        """The name of the user task at a place; the place itself where the definition has none."""
        node = self._places.get(spot)
        return self.definition.user_tasks[node].name if node else spot

    def begin(self, projection: Projection) -> Spot:
        """Start. Raises a WorkflowError that says why not."""
        return self._spot((), None, Event.started(projection))

    def take(self, at: Spot, event: Event) -> Spot:
        """Take an event that is possible here; its key gets the occurrence that is open. Raises a WorkflowError."""
        where = place_of(event.subject)
        key = (at.open if event.kind == COMPLETED else at.timers)[where]
        return self._spot(at.events, at.step, Event(event.kind, key, event.outcome, event.projection))

    def can(self, at: Spot, event: Event) -> bool:
        """Whether what the event is about is open here, and offers its outcome."""
        where = place_of(event.subject)
        if event.kind != COMPLETED:
            return where in at.timers
        return where in at.open and event.outcome in self.outcomes(where)

    def outcomes(self, where: str) -> tuple[str, ...]:
        """The outcomes that the user task at a place offers, in the order drawn."""
        return self.definition.user_tasks[self._places[where]].outcomes

    def bridge(
        self,
        start: Spot,
        wanted: Callable[[Spot], bool],
        may_pass: Callable[[str], bool],
        projection: Projection,
        *,
        every_outcome: bool = False,
    ) -> Passed | None:
        """Pass over as few open steps as possible until `wanted`; None when there is no such way.

        A step is passed by its approving outcome, with `every_outcome` by any that it offers. Returns the spot and
        the places passed, in order.
        """
        queue: deque[Passed] = deque([(start, ())])
        seen = {start.step.digest}
        while queue and len(seen) < MAX_SEEN:
            at, passed = queue.popleft()
            if wanted(at):
                return at, passed
            if len(passed) == MAX_PASSED:
                continue
            for where, spot in self._onward(at, may_pass, projection, every_outcome):
                if spot.step.digest not in seen:
                    seen.add(spot.step.digest)
                    queue.append((spot, (*passed, where)))
        return None

    def _onward(
        self, at: Spot, may_pass: Callable[[str], bool], projection: Projection, every_outcome: bool
    ) -> Iterator[tuple[str, Spot]]:
        for where in filter(may_pass, at.open):
            offered = self.outcomes(where)
            ordered = sorted(offered, key=lambda outcome: outcome != APPROVE)
            for outcome in ordered if every_outcome else ordered[:1]:
                try:
                    yield where, self.take(at, Event.completed(where + "#", outcome, projection))
                except WorkflowError:
                    continue

    def _spot(self, events: tuple[Event, ...], before: Step | None, event: Event) -> Spot:
        digest = before.digest if before else None
        step = self._memo.advance(self.definition, digest, event, lambda: before.state if before else None)
        tasks, timers = self._places_of(step)
        return Spot((*events, event), step, tasks, timers)

    def _places_of(self, step: Step) -> tuple[Mapping[str, str], Mapping[str, str]]:
        known = self._open.get(step.digest)
        if known is None:
            found = find_places(self.definition, load_state(step.state, self.definition.digest).rows)
            known = {place_of(key): key for key in found.tasks}, {place_of(key): key for key in found.timers}
            self._open[step.digest] = known
        return known
