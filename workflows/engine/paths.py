"""Call paths: where in the nest of subprocesses and called processes a node runs.

A path is the ids of the enclosing activities, outermost first; ``()`` is the process itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from .model import ACTIVITIES, Diagram

Path = tuple[str, ...]

MAX_DEPTH = 5
MAX_PLACES = 1000


class TooMany(Exception):
    """Calls nest too deep, run in a circle, or multiply too far; ``code`` says which."""

    def __init__(self, code: str, scope_id: str) -> None:
        self.code = code
        self.scope_id = scope_id
        super().__init__(code)


@dataclass(frozen=True)
class Paths:
    """Every call path on which each scope may run."""

    of_scope: Mapping[str, tuple[Path, ...]]
    scope_of_node: Mapping[str, str]

    @cached_property
    def of_node(self) -> Mapping[str, tuple[Path, ...]]:
        """Every call path on which each node may run."""
        return {node: self.of_scope[scope] for node, scope in self.scope_of_node.items() if scope in self.of_scope}

    def nearest(self, node_id: str, reader: Path) -> tuple[Path, ...]:
        """The paths of a node as seen from ``reader``: those in the innermost enclosing activity that has any.

        One path means that ``outcome_of`` is clear; none, that the node cannot run; several, that it is ambiguous.
        """
        places = self.of_node.get(node_id, ())
        for length in range(len(reader), -1, -1):
            near = tuple(path for path in places if path[:length] == reader[:length])
            if near:
                return near
        return ()


def find_paths(diagram: Diagram) -> Paths:
    """Follow every call from the process down. Raises TooMany."""
    found: dict[str, list[Path]] = {}
    waiting: list[tuple[str, Path, tuple[str, ...]]] = [(diagram.root, (), ())]
    places = 0
    while waiting:
        scope_id, path, within = waiting.pop()
        if scope_id in within:
            raise TooMany("call_circle", scope_id)
        if len(path) > MAX_DEPTH:
            raise TooMany("calls_too_deep", scope_id)
        scope = diagram.scopes[scope_id]
        places += len(scope.nodes)
        if places > MAX_PLACES:
            raise TooMany("too_many_places", scope_id)
        found.setdefault(scope_id, []).append(path)
        for node in scope.of_kind(*ACTIVITIES):
            waiting.append((node.target, (*path, node.id), (*within, scope_id)))
    nodes = {node.id: scope.id for scope, node in diagram.nodes()}
    return Paths({scope_id: tuple(sorted(paths)) for scope_id, paths in found.items()}, nodes)
