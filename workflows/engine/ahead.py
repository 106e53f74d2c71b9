"""Which user tasks still lie between a node and a good end, by the shortest way through the diagram.

A forecast where there is no history to go by: conditions are not evaluated, and timers are not followed.
"""

import heapq
from collections.abc import Callable

from .definition import Definition
from .graph import callers, inside, start_of
from .model import Diagram, Kind, Node, Scope
from .user_tasks import UserTask

GOOD_END = "approved"
BAD_ENDS = frozenset({"rejected", "abandoned"})
Way = tuple[str, ...]


def steps_ahead(definition: Definition, node_id: str) -> tuple[UserTask, ...]:
    """The user tasks after `node_id` on the way with the fewest of them; none where no good end can be reached."""
    diagram = definition.diagram
    scope = next((scope for scope, node in diagram.nodes() if node.id == node_id), None)
    way = None if scope is None else _onward(diagram, scope, node_id, _good(definition))
    return tuple(definition.user_tasks[step] for step in way or ())


def _good(definition: Definition) -> Callable[[Node], bool]:
    ends = set(definition.ends)
    good = ends & {GOOD_END} or ends - BAD_ENDS
    return lambda node: node.id in good


def _onward(diagram: Diagram, scope: Scope, node_id: str, is_good: Callable[[Node], bool]) -> Way | None:
    """Within the scope to its end, and then on from the activity that runs it."""
    if scope.id == diagram.root:
        return _shortest(diagram, scope, node_id, is_good)
    first = _shortest(diagram, scope, node_id, lambda node: node.kind is Kind.END)
    if first is None:
        return None
    rests = [_onward(diagram, outer, activity.id, is_good) for outer, activity in callers(diagram, scope)]
    found = [first + rest for rest in rests if rest is not None]
    return min(found, key=len, default=None)


def _shortest(diagram: Diagram, scope: Scope, start: str, is_goal: Callable[[Node], bool]) -> Way | None:
    """The user tasks on the way from behind `start` to the first node that is a goal."""
    waiting: list[tuple[int, int, str, Way]] = [(0, 0, start, ())]
    seen: set[str] = set()
    while waiting:
        _, hops, node_id, way = heapq.heappop(waiting)
        if node_id in seen:
            continue
        seen.add(node_id)
        for flow in scope.outgoing(node_id):
            node = scope.nodes[flow.target]
            if is_goal(node):
                return way
            onward = way + _within(diagram, node)
            heapq.heappush(waiting, (len(onward), hops + 1, node.id, onward))
    return None


def _within(diagram: Diagram, node: Node) -> Way:
    """The user tasks that passing a node takes: itself, or the shortest way through what it runs."""
    if node.kind is Kind.USER:
        return (node.id,)
    held = inside(diagram, node)
    if held is None:
        return ()
    return _shortest(diagram, held, start_of(held).id, lambda one: one.kind is Kind.END) or ()
