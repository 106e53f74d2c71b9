"""Blocks: which fork a join belongs to, and what lies between them."""

from collections.abc import Mapping
from typing import NamedTuple

from .graph import meeting_points, reachable
from .model import Diagram, Kind, Node, Scope

FORKING = (Kind.PARALLEL, Kind.INCLUSIVE)


class Block(NamedTuple):
    """A fork, and the ids of the nodes on the ways from it to its join, without either."""

    fork: str
    inside: frozenset[str]


def starts_aside(node: Node) -> bool:
    """Whether the node is a timer that does not interrupt: what follows it is a way of its own."""
    return node.kind is Kind.TIMER and not node.interrupting


def forks_of(scope: Scope) -> list[Node]:
    """The gateways at which branches begin."""
    return [node for node in scope.of_kind(*FORKING) if len(scope.outgoing(node.id)) > 1]


def joins_of(scope: Scope) -> Mapping[str, Node | None]:
    """For each fork, the node where all its branches meet, if there is one."""
    forks = forks_of(scope)
    meetings = meeting_points(scope, starts_aside) if forks else {}
    return {fork.id: meetings[fork.id] for fork in forks}


def branch(scope: Scope, first: str, join: Node) -> set[str]:
    """The nodes of a branch, up to but without the join; side ways are left out."""
    return reachable(scope, [first], lambda node: node.id == join.id or starts_aside(node)) - {join.id}


def find_blocks(diagram: Diagram) -> dict[str, Block]:
    """The block of each join in a checked diagram; where forks within each other share a join, the outermost's."""
    blocks: dict[str, Block] = {}
    for scope in diagram.scopes.values():
        for fork, join in joins_of(scope).items():
            if join is None or join.kind not in FORKING:
                continue
            inside = frozenset(node for flow in scope.outgoing(fork) for node in branch(scope, flow.target, join))
            if join.id not in blocks or len(inside) > len(blocks[join.id].inside):
                blocks[join.id] = Block(fork, inside)
    return blocks
