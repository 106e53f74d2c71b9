"""Reads a state's rows without SpiffWorkflow: keys of what is open, and the way that was taken."""

from dataclasses import dataclass

from SpiffWorkflow.util.task import TaskState

from .definition import Definition
from .model import Kind, Node
from .paths import Path
from .script import place
from .state import Row, load_state
from .steps import OpenTask, OpenTimer

_REACHED = ~(TaskState.PREDICTED_MASK | TaskState.FUTURE)
_KEYED = frozenset({Kind.USER, Kind.SUBPROCESS, Kind.CALL, Kind.TIMER})


@dataclass(frozen=True)
class Places:
    """What is open in a state, in tree order, by key."""

    tasks: dict[str, OpenTask]
    timers: dict[str, OpenTimer]
    rows: dict[str, int]  # key -> row number


@dataclass(frozen=True)
class PathTaken:
    """Ids of the flow nodes and sequence flows that were really taken, and of the nodes that are open now."""

    nodes: frozenset[str]
    flows: frozenset[str]
    open: frozenset[str]


def is_open(node: Node | None, state: int) -> bool:
    """Whether a task of this node and SpiffWorkflow state waits for someone or something outside."""
    if node is None:
        return False
    if node.kind is Kind.USER:
        return state == int(TaskState.READY)
    if node.kind is Kind.TIMER:
        return state == int(TaskState.WAITING)
    return node.kind in _KEYED and state == TaskState.STARTED


def find_places(definition: Definition, rows: list[Row]) -> Places:
    """Name everything that is open."""
    nodes = definition.nodes
    places = Places({}, {}, {})
    paths: list[Path] = []
    hosts: dict[int, dict[str, str]] = {}  # row of a boundary split -> node id -> key of the open activity
    waiting: list[tuple[str, Node, int]] = []
    for number, row in enumerate(rows):
        paths.append(_path(rows, paths, row))
        node = nodes.get(row.spec)
        if node is None or not is_open(node, row.state):
            continue
        key = f"{place(paths[number], node.id)}#{row.occurrence}"
        places.rows[key] = number
        if node.kind is Kind.TIMER:
            waiting.append((key, node, row.parent))
            continue
        hosts.setdefault(row.parent, {})[node.id] = key
        if node.kind is Kind.USER:
            places.tasks[key] = OpenTask(key, node.id)
    for key, node, split in waiting:
        host = hosts[split][node.attached_to]
        places.timers[key] = OpenTimer(key, node.id, host, node.duration, node.interrupting)
    return places


def _path(rows: list[Row], paths: list[Path], row: Row) -> Path:
    if row.parent < 0:
        return ()
    if row.completed is None:
        return paths[row.parent]
    return (*paths[row.parent], rows[row.parent].spec)


def open_tasks(definition: Definition, state: bytes) -> tuple[OpenTask, ...]:
    """The user tasks that are open in a state, in tree order. Raises StateNotUnderstood."""
    return tuple(find_places(definition, load_state(state, definition.digest).rows).tasks.values())


def path_taken(definition: Definition, state: bytes) -> PathTaken:
    """What to light on the diagram. Raises StateNotUnderstood."""
    rows = load_state(state, definition.digest).rows
    nodes, flows, now = set(), set(), set()
    for row in rows:
        node = definition.nodes.get(row.spec)
        if node is None or not row.state & _REACHED:
            continue
        if node.kind is Kind.TIMER and row.state != TaskState.COMPLETED:
            continue
        nodes.add(node.id)
        if is_open(node, row.state):
            now.add(node.id)
        flow = _flow_into(definition, rows, row)
        if flow is not None:
            flows.add(flow)
    return PathTaken(frozenset(nodes), frozenset(flows), frozenset(now))


def _flow_into(definition: Definition, rows: list[Row], row: Row) -> str | None:
    """The sequence flow that a token came along; SpiffWorkflow's own helper tasks are looked through."""
    source = row
    while source.parent >= 0 and source.completed is None:
        source = rows[source.parent]
        flow = definition.flows.get((source.spec, row.spec))
        if flow is not None:
            return flow
        if source.spec in definition.nodes:
            return None
    return None
