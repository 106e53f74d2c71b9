"""Replays a path on another definition: where it comes to, and where and why it departs.

The basis of previews and of moving what is in flight. Decisions keep their order among themselves; one whose step
is not open is held back, and taken as soon as its step opens.
"""

import ast
import enum
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from .definition import Definition
from .errors import WorkflowError
from .events import COMPLETED, Event
from .projection import Projection
from .replayer import Replayer, Spot, place_of
from .tables import Table

Wanted = Callable[[Spot], bool]
MayPass = Callable[[str], bool]


class Standing(enum.StrEnum):
    """How the place on the other definition compares with the place that the path has come to."""

    SAME = "same"  # the same steps are open
    INSERTED = "inserted"  # other steps are open, which the path has not passed
    GONE = "gone"  # an open step is not there any more
    ENDED = "ended"  # the other definition would have ended it already, or otherwise
    UNDECIDABLE = "undecidable"  # a condition cannot be answered, or no step of the engine leads on


@dataclass(frozen=True)
class Replay:
    """What became of a path.

    ``spot`` is None where it is undecidable (``reason`` says why). ``passed`` are places that had to be passed
    over, ``missed`` places of the path whose decisions found no open step, in order.
    """

    standing: Standing
    spot: Spot | None
    passed: tuple[str, ...] = ()
    missed: tuple[str, ...] = ()
    reason: str = ""

    @property
    def events(self) -> tuple[Event, ...]:
        """The path on the other definition."""
        return self.spot.events if self.spot else ()


def carries(old: Definition, new: Definition) -> bool:
    """Whether projections made for ``old`` answer all that ``new`` asks."""
    tables = old.diagram.tables
    return set(new.atoms) <= set(old.atoms) and all(
        name in tables and _rules(tables[name]) == _rules(table) for name, table in new.diagram.tables.items()
    )


def carry(new: Definition, projection: Projection) -> Projection:
    """A projection made for a definition that ``carries`` this one."""
    asked = set(new.atoms)
    return Projection(
        tuple(pair for pair in projection.truths if pair[0] in asked),
        tuple(pair for pair in projection.tables if pair[0] in new.diagram.tables),
    )


def replay(replayer: Replayer, events: Sequence[Event], standing: Iterable[str], *, skip: bool = False) -> Replay:
    """Replay a path that is in flight, whose open user tasks are at the places ``standing``.

    With ``skip``, steps that the path has not passed are passed over on the way.
    """
    try:
        return _in_flight(replayer, events, frozenset(standing), skip)
    except WorkflowError as error:
        return Replay(Standing.UNDECIDABLE, None, reason=str(error))


def replay_finished(replayer: Replayer, events: Sequence[Event], ended: str) -> Replay:
    """Replay a path that came to the end ``ended``, passing over what it would have to pass as well.

    The same standing means the same end, with no step passed over and no decision missed.
    """
    try:
        walk = _Walk(replayer, events, skip=True)
        if walk.spot.step.ended is None:
            walk.bridge(lambda at: at.step.ended == ended, lambda where: True)
    except WorkflowError as error:
        return Replay(Standing.UNDECIDABLE, None, reason=str(error))
    missed = walk.missed
    same = walk.spot.step.ended == ended
    standing = Standing.ENDED
    if same:
        standing = Standing.INSERTED if walk.passed else Standing.GONE if missed else Standing.SAME
    return Replay(standing, walk.spot, tuple(walk.passed), missed)


def _in_flight(replayer: Replayer, events: Sequence[Event], standing: frozenset[str], skip: bool) -> Replay:
    walk = _Walk(replayer, events, skip=skip, standing=standing)
    if skip and walk.spot.places != standing:
        walk.bridge(lambda at: at.places == standing, lambda where: where not in standing)
    spot = walk.spot
    if spot.step.ended is not None:
        verdict = Standing.ENDED
    elif spot.places == standing:
        verdict = Standing.SAME
    elif not standing <= set(replayer.places) or not spot.places - standing:
        verdict = Standing.GONE
    else:
        verdict = Standing.INSERTED
    return Replay(verdict, spot, tuple(walk.passed), walk.missed)


class _Walk:
    """One replay under way."""

    def __init__(
        self,
        replayer: Replayer,
        events: Sequence[Event],
        *,
        skip: bool,
        standing: frozenset[str] = frozenset(),
    ) -> None:
        self._replayer = replayer
        self._waiting: list[Event] = []
        self._now = events[-1].projection
        self.passed: list[str] = []
        self.spot = replayer.begin(events[0].projection)
        for number, event in enumerate(events[1:], start=1):
            if skip and self._is_known(event) and not replayer.can(self.spot, event):
                self._make_way(event, standing.union(place_of(one.subject) for one in events[number:]))
            self._meet(event)

    @property
    def missed(self) -> tuple[str, ...]:
        """Places whose decisions found no open step."""
        return tuple(place_of(event.subject) for event in self._waiting)

    def _make_way(self, event: Event, kept: frozenset[str]) -> None:
        """Pass over steps that nobody has decided or will decide on this path, until the event is possible."""
        can = self._replayer.can
        self.bridge(lambda at: can(at, event), lambda where: where not in kept, event.projection)

    def bridge(self, wanted: Wanted, may_pass: MayPass, projection: Projection | None = None) -> None:
        """Pass over steps until `wanted`, if there is such a way; else stay."""
        found = self._replayer.bridge(self.spot, wanted, may_pass, projection or self._now)
        if found is not None:
            self.spot = found[0]
            self.passed += found[1]

    def _is_known(self, event: Event) -> bool:
        return event.kind != COMPLETED or place_of(event.subject) in self._replayer.places

    def _meet(self, event: Event) -> None:
        """Take an event, or hold it back. A later decision of a step replaces one that was held back."""
        if not self._replayer.can(self.spot, event):
            self._waiting.append(event)
            return
        self._waiting = [one for one in self._waiting if place_of(one.subject) != place_of(event.subject)]
        self.spot = self._replayer.take(self.spot, event)
        self._catch_up()

    def _catch_up(self) -> None:
        while True:
            ready = next((one for one in self._waiting if self._replayer.can(self.spot, one)), None)
            if ready is None:
                return
            self._waiting.remove(ready)
            self.spot = self._replayer.take(self.spot, ready)


def _rules(table: Table) -> str:
    """What a table says, whatever file it lies in."""
    rules = [([ast.dump(one) for one in rule.conditions], rule.values) for rule in table.rules]
    return repr((table.hit_policy, table.outputs, rules))
