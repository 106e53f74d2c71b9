"""What differs between two diagrams, element by element, for people who have to agree to it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from .model import Diagram, Flow, Kind, Lane, Node
from .table_difference import TABLE, facets_of, rules_compared
from .tables import Table
from .user_tasks import outcomes_of


class Changed(StrEnum):
    """What became of an element."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True)
class Facet:
    """One thing that an element says, before and after; empty where it says nothing."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class Difference:
    """An element that is new, gone, or says something else. `element` is a Kind's value, or sequenceFlow."""

    what: Changed
    element: str
    id: str
    name: str
    facets: tuple[Facet, ...] = ()


FLOW = "sequenceFlow"


def differences(before: Diagram, after: Diagram) -> tuple[Difference, ...]:
    """Differences of nodes, tables and flows, in the order of the later diagram; what is gone comes last.

    Layout, notes and the order of elements are no differences: nothing runs otherwise for them.
    """
    found = [
        *_compared(_nodes(before), _nodes(after)),
        *_tables(before.tables, after.tables),
        *_compared(_flows(before), _flows(after)),
    ]
    return tuple(sorted(found, key=lambda one: (one.element == FLOW, one.what is Changed.REMOVED)))


def _tables(before: Mapping[str, Table], after: Mapping[str, Table]) -> Iterator[Difference]:
    for id_, table in after.items():
        was = before.get(id_)
        old = None if was is None else _Said(TABLE, was.name, facets_of(was), {})
        said = _Said(TABLE, table.name, facets_of(table), {})
        facets = (*_facets(old, said), *(Facet(*rule) for rule in rules_compared(was, table)))
        if was is None or facets:
            yield Difference(Changed.ADDED if was is None else Changed.CHANGED, TABLE, id_, table.name, facets)
    for id_, table in before.items():
        if id_ not in after:
            yield Difference(Changed.REMOVED, TABLE, id_, table.name)


@dataclass(frozen=True)
class _Said:
    element: str
    name: str
    facets: Mapping[str, str]
    shown: Mapping[str, str]  # facets that are compared by ids and told by names


def _compared(before: Mapping[str, _Said], after: Mapping[str, _Said]) -> Iterator[Difference]:
    for id_, said in after.items():
        was = before.get(id_)
        if was is None:
            yield Difference(Changed.ADDED, said.element, id_, said.name, tuple(_facets(None, said)))
        elif facets := tuple(_facets(was, said)):
            yield Difference(Changed.CHANGED, said.element, id_, said.name or was.name, facets)
    for id_, was in before.items():
        if id_ not in after:
            yield Difference(Changed.REMOVED, was.element, id_, was.name)


def _facets(before: _Said | None, after: _Said) -> Iterator[Facet]:
    was = before.facets if before else {}
    for name in dict.fromkeys([*after.facets, *was]):
        if was.get(name, "") != after.facets.get(name, ""):
            yield Facet(name, _told(before, name), _told(after, name))


def _told(said: _Said | None, name: str) -> str:
    return "" if said is None else said.shown.get(name, said.facets.get(name, ""))


def _nodes(diagram: Diagram) -> dict[str, _Said]:
    names = {flow.id: flow.name or flow.target for scope in diagram.scopes.values() for flow in scope.flows}
    return {
        node.id: _Said(
            node.kind.value,
            node.name,
            _node_says(node, scope.lanes.get(node.id)),
            {"default": names.get(node.default or "", "")},
        )
        for scope, node in diagram.nodes()
    }


def _node_says(node: Node, lane: Lane | None) -> dict[str, str]:
    """What matters of a node: where nothing is written, what then holds."""
    says = {"name": node.name, "kind": node.kind.value}
    if node.kind is Kind.USER:
        says |= {key: value for key, value in node.properties.items() if key != "outcomes"}
        says["outcomes"] = ",".join(outcomes_of(node))
        says["repeated"] = node.repeated
        if lane is not None:
            says |= {"party": lane.party, "level": lane.level}
    says |= {"default": node.default or "", "duration": node.duration, "target": node.target}
    return {key: value for key, value in says.items() if value}


def _flows(diagram: Diagram) -> dict[str, _Said]:
    nodes = {node.id: node for _, node in diagram.nodes()}
    flows = [flow for scope in diagram.scopes.values() for flow in scope.flows]
    return {flow.id: _flow(flow, _way(flow, nodes)) for flow in flows}


def _flow(flow: Flow, way: str) -> _Said:
    says = {"name": flow.name, "way": f"{flow.source} {flow.target}", "condition": flow.condition or ""}
    facets = {key: value for key, value in says.items() if value}
    return _Said(FLOW, flow.name or way, facets, {"way": way})


def _way(flow: Flow, nodes: Mapping[str, Node]) -> str:
    return f"{nodes[flow.source].name or flow.source} → {nodes[flow.target].name or flow.target}"
