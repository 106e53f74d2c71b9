"""A state: where SpiffWorkflow's task tree stands, and what must be remembered, in canonical form.

A state is JSON written by field position. The tree is written in tree order, so a task's number is its row:
no random id, no time and no spec is kept. What a running tree holds beyond its rows is an error, not a loss.
"""

import hashlib
import json
from decimal import DecimalException
from typing import Any, NamedTuple

from .errors import StateNotUnderstood
from .expressions import Value
from .projection import decode_value, encode_value

ENGINE_VERSION = "1/spiff-3.2.0"


class Row(NamedTuple):
    """One task of the tree. ``parent`` is a row number; the row that an activity's inner tree hangs from is that
    activity's own row, and its first row says in ``completed`` whether that inner tree is done (else None).

    ``occurrence`` numbers the openings of a node that has a key: user tasks, activities, timers; 0 for the rest.
    """

    spec: str
    state: int
    parent: int
    fired: bool
    occurrence: int
    completed: bool | None


class State(NamedTuple):
    """An instance's whole place. ``openings`` counts how often each place opened; ``events`` the path's length."""

    definition: str
    events: int
    openings: dict[str, int]
    decisions: dict[str, str]
    outputs: dict[str, Value]
    rows: list[Row]


def dump_state(state: State) -> bytes:
    """The canonical bytes: equal states give equal bytes, in every process."""
    data = [
        ENGINE_VERSION,
        state.definition,
        state.events,
        sorted(state.openings.items()),
        sorted(state.decisions.items()),
        sorted((name, encode_value(value)) for name, value in state.outputs.items()),
        state.rows,
    ]
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


def load_state(data: bytes, definition_digest: str) -> State:
    """Read a state back. Raises StateNotUnderstood for another engine's, another version's or broken bytes."""
    try:
        version, definition, events, openings, decisions, outputs, rows = json.loads(data)
        state = State(
            definition,
            events,
            dict(openings),
            dict(decisions),
            {name: decode_value(value) for name, value in outputs},
            [Row(*row) for row in rows],
        )
    except (ValueError, TypeError, KeyError, DecimalException) as error:
        raise StateNotUnderstood(reason="内容已损坏") from error
    if version != ENGINE_VERSION:
        raise StateNotUnderstood(reason=f"由引擎版本 {version} 保存，须从路径重建")
    if definition != definition_digest:
        raise StateNotUnderstood(reason="属于另一个流程版本")
    return state


def digest_of(data: bytes) -> str:
    """SHA-256 of a state's canonical bytes, in hex: the state's name."""
    return hashlib.sha256(data).hexdigest()


def corrupt(reason: Any) -> StateNotUnderstood:
    """The tree holds something that a state has no room for."""
    return StateNotUnderstood(reason=f"任务树中有无法保存的内容（{reason}）")
