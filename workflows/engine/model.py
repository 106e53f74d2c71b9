"""What a bundle says once it is read: scopes of nodes and flows, free of XML and of SpiffWorkflow."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from .tables import Table


class Kind(StrEnum):
    """The flow nodes we run, named as in BPMN 2.0."""

    START = "startEvent"
    END = "endEvent"
    USER = "userTask"
    EXCLUSIVE = "exclusiveGateway"
    PARALLEL = "parallelGateway"
    INCLUSIVE = "inclusiveGateway"
    SUBPROCESS = "subProcess"
    CALL = "callActivity"
    RULE = "businessRuleTask"
    TIMER = "boundaryEvent"


GATEWAYS = frozenset({Kind.EXCLUSIVE, Kind.PARALLEL, Kind.INCLUSIVE})
ACTIVITIES = frozenset({Kind.SUBPROCESS, Kind.CALL})


@dataclass(frozen=True)
class Node:
    """A flow node. Fields that do not belong to its kind are empty."""

    id: str
    name: str
    kind: Kind
    properties: Mapping[str, str] = field(default_factory=dict)
    default: str | None = None  # gateway: id of the default flow
    attached_to: str = ""  # timer: id of the activity it sits on
    interrupting: bool = True  # timer
    duration: str = ""  # timer: ISO 8601, without quotes
    target: str = ""  # call activity: process id; rule task: decision id; subprocess: its own id
    repeated: str = ""  # user task drawn as multi-instance: "parallel" or "sequential"


@dataclass(frozen=True)
class Flow:
    """A sequence flow; ``condition`` is its expression as written, if it has one."""

    id: str
    name: str
    source: str
    target: str
    condition: str | None = None


@dataclass(frozen=True)
class Lane:
    """Who acts: a party code, and how far up the tree that party is looked for."""

    id: str
    name: str
    party: str
    level: str


@dataclass(frozen=True)
class Scope:
    """A process or an embedded subprocess: the nodes that share one start event.

    ``parent`` is the enclosing scope's id for an embedded subprocess, None for a process.
    """

    id: str
    name: str
    file: str
    parent: str | None
    nodes: Mapping[str, Node]
    flows: tuple[Flow, ...]
    lanes: Mapping[str, Lane]  # by node id

    @cached_property
    def _outgoing(self) -> dict[str, list[Flow]]:
        return {node: [flow for flow in self.flows if flow.source == node] for node in self.nodes}

    @cached_property
    def _incoming(self) -> dict[str, list[Flow]]:
        return {node: [flow for flow in self.flows if flow.target == node] for node in self.nodes}

    def outgoing(self, node_id: str) -> list[Flow]:
        """Flows that leave a node, in the order of the file."""
        return self._outgoing[node_id]

    def incoming(self, node_id: str) -> list[Flow]:
        """Flows that enter a node, in the order of the file."""
        return self._incoming[node_id]

    def of_kind(self, *kinds: Kind) -> list[Node]:
        """Nodes of these kinds, in the order of the file."""
        return [node for node in self.nodes.values() if node.kind in kinds]

    @cached_property
    def _timers(self) -> dict[str, list[Node]]:
        timers: dict[str, list[Node]] = {}
        for node in self.of_kind(Kind.TIMER):
            timers.setdefault(node.attached_to, []).append(node)
        return timers

    def timers_on(self, node_id: str) -> list[Node]:
        """Boundary timers attached to a node."""
        return self._timers.get(node_id, [])


@dataclass(frozen=True)
class Diagram:
    """A whole bundle, read: every scope by id, every decision table by decision id."""

    root: str
    scopes: Mapping[str, Scope]
    tables: Mapping[str, Table]

    def nodes(self) -> Iterator[tuple[Scope, Node]]:
        """Every node of every scope."""
        for scope in self.scopes.values():
            for node in scope.nodes.values():
                yield scope, node

    def process_of(self, scope: Scope) -> Scope:
        """The process that an embedded subprocess lies in (a process is its own)."""
        while scope.parent is not None:
            scope = self.scopes[scope.parent]
        return scope
