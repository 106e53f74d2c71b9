"""Walks over scopes: what can be reached, and what every way through a scope must pass."""

from collections.abc import Callable, Iterable

from .model import ACTIVITIES, Diagram, Kind, Node, Scope

Test = Callable[[Scope, Node], bool]


def successors(scope: Scope, node_id: str, *, timers: bool = True) -> list[str]:
    """Where a token may go from a node: along flows, and through the timers on its border."""
    following = [flow.target for flow in scope.outgoing(node_id)]
    return following + [timer.id for timer in scope.timers_on(node_id)] if timers else following


def reachable(scope: Scope, starts: Iterable[str], stop: Callable[[Node], bool] = lambda _: False) -> set[str]:
    """Nodes that tokens at ``starts`` may come to; a node where ``stop`` holds is reached but not left."""
    seen: set[str] = set()
    waiting = list(starts)
    while waiting:
        node_id = waiting.pop()
        if node_id in seen:
            continue
        seen.add(node_id)
        if not stop(scope.nodes[node_id]):
            waiting.extend(successors(scope, node_id))
    return seen


def start_of(scope: Scope) -> Node:
    """The one start event of a checked scope."""
    return scope.of_kind(Kind.START)[0]


def inside(diagram: Diagram, node: Node) -> Scope | None:
    """The scope that an activity runs: its own for a subprocess, the called process for a call activity."""
    return diagram.scopes.get(node.target) if node.kind in ACTIVITIES else None


def always_passes(diagram: Diagram, scope: Scope, test: Test) -> bool:
    """Whether every way from the scope's start to one of its ends goes through a node where ``test`` holds."""
    reached = passed_by(diagram, scope, test)
    return not any(scope.nodes[node_id].kind is Kind.END for node_id in reached)


def passed_by(diagram: Diagram, scope: Scope, test: Test) -> set[str]:
    """Nodes that may be reached from the start without passing one where ``test`` holds."""
    seen: set[str] = set()
    waiting = [start_of(scope).id]
    while waiting:
        node = scope.nodes[waiting.pop()]
        if node.id in seen:
            continue
        seen.add(node.id)
        waiting.extend(timer.id for timer in scope.timers_on(node.id))
        if not passes(diagram, scope, node, test):
            waiting.extend(flow.target for flow in scope.outgoing(node.id))
    return seen


def passes(diagram: Diagram, scope: Scope, node: Node, test: Test) -> bool:
    """Whether leaving this node by its flows means that ``test`` held on the way."""
    held = inside(diagram, node)
    return test(scope, node) or (held is not None and always_passes(diagram, held, test))


def meeting_points(scope: Scope, skip: Callable[[Node], bool]) -> dict[str, Node | None]:
    """For each node, the nearest other node that every way from it to an end goes through, if there is one.

    Ways that begin with a timer for which ``skip`` holds do not count.
    """
    following = {
        node_id: [after for after in successors(scope, node_id) if not skip(scope.nodes[after])]
        for node_id in scope.nodes
    }
    unavoidable = {node_id: set(scope.nodes) if after else {node_id} for node_id, after in following.items()}
    changed = True
    while changed:
        changed = False
        for node_id in reversed(list(scope.nodes)):
            after = [unavoidable[next_id] for next_id in following[node_id]]
            now = {node_id}.union(set.intersection(*after)) if after else {node_id}
            changed = changed or now != unavoidable[node_id]
            unavoidable[node_id] = now
    # The nearest is the one that has all the others still before it.
    return {
        node_id: scope.nodes[max(sorted(others), key=lambda other: len(unavoidable[other]))] if others else None
        for node_id, others in ((node_id, points - {node_id}) for node_id, points in unavoidable.items())
    }


def callers(diagram: Diagram, scope: Scope) -> list[tuple[Scope, Node]]:
    """The activities that run a scope."""
    return [(outer, node) for outer, node in diagram.nodes() if node.kind in ACTIVITIES and node.target == scope.id]


def cycles(diagram: Diagram, test: Test) -> list[tuple[Scope, list[Node]]]:
    """Cycles that a token could run through without passing a node where ``test`` holds, one list a cycle."""
    found = []
    for scope in diagram.scopes.values():
        free = {node.id for node in scope.nodes.values() if not passes(diagram, scope, node, test)}
        after = {node_id: _reach_within(scope, node_id, free) for node_id in free}
        looping = [node_id for node_id in scope.nodes if node_id in free and node_id in after[node_id]]
        while looping:
            first = looping[0]
            ring = [node_id for node_id in looping if node_id in after[first] and first in after[node_id]]
            found.append((scope, [scope.nodes[node_id] for node_id in ring]))
            looping = [node_id for node_id in looping if node_id not in ring]
    return found


def _reach_within(scope: Scope, start: str, free: set[str]) -> set[str]:
    """Nodes of ``free`` that a token leaving ``start`` comes to; timers are not followed, for they wait."""
    seen: set[str] = set()
    waiting = [flow.target for flow in scope.outgoing(start)]
    while waiting:
        node_id = waiting.pop()
        if node_id in free and node_id not in seen:
            seen.add(node_id)
            waiting.extend(flow.target for flow in scope.outgoing(node_id))
    return seen
