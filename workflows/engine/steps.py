"""What one event did to an instance."""

from dataclasses import dataclass


@dataclass(frozen=True)
class OpenTask:
    """A user task that waits for a decision. Its key is call path, node id and occurrence: ``sub/review#2``."""

    task_key: str
    node_id: str


@dataclass(frozen=True)
class ClosedTask:
    """A user task that is open no longer; ``reason`` is ``completed`` or ``cancelled``."""

    task_key: str
    reason: str


@dataclass(frozen=True)
class OpenTimer:
    """A timer that waits on the activity ``task_key``; ``duration`` is ISO 8601, counted from when it opened."""

    timer_key: str
    node_id: str
    task_key: str
    duration: str
    interrupting: bool


@dataclass(frozen=True)
class Step:
    """The next state (canonical bytes), its digest, and what opened and closed on the way there.

    ``ended`` is the id of the named end event that completed the instance, or None while it runs.
    """

    state: bytes
    digest: str
    opened: tuple[OpenTask, ...]
    closed: tuple[ClosedTask, ...]
    timers_opened: tuple[OpenTimer, ...]
    timers_closed: tuple[str, ...]
    ended: str | None
