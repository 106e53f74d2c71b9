"""Remembers steps, so that ten thousand instances at one place cost one run of SpiffWorkflow."""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

from .advance import advance
from .definition import Definition
from .errors import StateNotUnderstood
from .events import Event
from .state import digest_of
from .steps import Step

Key = tuple[str, str, str]


class Memo:
    """A bounded, thread-safe cache of (definition, state, event) -> Step, least recently used out first.

    Losing it, or any entry, changes nothing but time. ``hits`` and ``misses`` count.
    """

    def __init__(self, capacity: int) -> None:
        if capacity < 1:
            raise ValueError(capacity)
        self.capacity = capacity
        self.hits = 0
        self.misses = 0
        self._steps: OrderedDict[Key, Step] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._steps)

    def clear(self) -> None:
        """Forget every step; the counts stay."""
        with self._lock:
            self._steps.clear()

    def advance(
        self, definition: Definition, state_digest: str | None, event: Event, load_state: Callable[[], bytes | None]
    ) -> Step:
        """The step of ``advance``, run only when it is not remembered.

        ``state_digest`` names the state before the event, None for the start; ``load_state`` gives its bytes and is
        called on a miss only. Raises what ``advance`` raises, and StateNotUnderstood when the bytes are not those
        that the digest names. A refusal is not remembered.
        """
        key = (definition.digest, state_digest or "", event.key)
        with self._lock:
            step = self._steps.get(key)
            if step is not None:
                self._steps.move_to_end(key)
                self.hits += 1
                return step
            self.misses += 1
        state = load_state() if state_digest is not None else None
        if state_digest is not None and (state is None or digest_of(state) != state_digest):
            raise StateNotUnderstood(reason="内容与摘要不符")
        step = advance(definition, state, event)
        with self._lock:
            self._steps[key] = step
            self._steps.move_to_end(key)
            while len(self._steps) > self.capacity:
                self._steps.popitem(last=False)
        return step
