"""The three things that may happen to an instance, as far as its path is concerned."""

import json
from dataclasses import dataclass, field
from decimal import DecimalException

from .errors import EventNotUnderstood
from .projection import Projection

STARTED = "started"
COMPLETED = "completed"
FIRED = "fired"


@dataclass(frozen=True)
class Event:
    """What happened. Items, people, comments and times are not part of it.

    ``subject`` is the task key or timer key (empty for started), ``key`` the canonical JSON text: equal events
    have equal keys, and the database keeps it.
    """

    kind: str
    subject: str
    outcome: str
    projection: Projection
    key: str = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        data = [self.kind, self.subject, self.outcome, *self.projection.to_json()]
        object.__setattr__(self, "key", json.dumps(data, ensure_ascii=False, separators=(",", ":")))

    @classmethod
    def started(cls, projection: Projection) -> "Event":
        """The instance begins."""
        return cls(STARTED, "", "", projection)

    @classmethod
    def completed(cls, task_key: str, outcome: str, projection: Projection) -> "Event":
        """An open task was decided with one of its outcomes."""
        return cls(COMPLETED, task_key, outcome, projection)

    @classmethod
    def fired(cls, timer_key: str, projection: Projection) -> "Event":
        """A waiting timer came due."""
        return cls(FIRED, timer_key, "", projection)

    @classmethod
    def from_key(cls, text: str) -> "Event":
        """Read an event back from its key. Raises EventNotUnderstood."""
        try:
            kind, subject, outcome, truths, tables = json.loads(text)
            event = cls(kind, subject, outcome, Projection.from_json([truths, tables]))
        except (ValueError, TypeError, KeyError, DecimalException) as error:
            raise EventNotUnderstood(reason=type(error).__name__) from error
        if event.key != text or kind not in (STARTED, COMPLETED, FIRED):
            raise EventNotUnderstood(reason="不是规范写法")
        return event
