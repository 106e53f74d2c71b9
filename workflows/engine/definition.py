"""A bundle that passed every check, ready to run: what the rest of the system may know of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from .conditions import Condition
from .errors import VariableMissing
from .expressions import Evaluator, Value
from .model import Diagram, Node
from .paths import Paths
from .projection import Projection
from .tables import names_in
from .user_tasks import UserTask


@dataclass(frozen=True, eq=False)
class Definition:
    """One version of a process. Made by ``compile_bundle``; safe to share between threads.

    ``conditions`` are by flow id, ``ends`` names by end event id of the process itself, ``specs`` SpiffWorkflow's.
    """

    process_id: str
    digest: str
    diagram: Diagram
    user_tasks: Mapping[str, UserTask]
    ends: Mapping[str, str]
    conditions: Mapping[str, Condition]
    paths: Paths
    main_spec: Any
    called_specs: Mapping[str, Any]
    nodes: Mapping[str, Node] = field(init=False)
    flows: Mapping[tuple[str, str], str] = field(init=False)  # (source, target) -> flow id
    asked: frozenset[str] = field(init=False)  # nodes whose outcome some condition reads

    def __post_init__(self) -> None:
        trees = {text: tree for condition in self.conditions.values() for text, tree in condition.atoms.items()}
        names = {name for tree in trees.values() for name in names_in(tree)}
        for table in self.diagram.tables.values():
            names |= table.variables
        asked = {read.node_id for condition in self.conditions.values() for read in condition.comparisons}
        flows = [flow for scope in self.diagram.scopes.values() for flow in scope.flows]
        object.__setattr__(self, "nodes", {node.id: node for _, node in self.diagram.nodes()})
        object.__setattr__(self, "flows", {(flow.source, flow.target): flow.id for flow in flows})
        object.__setattr__(self, "asked", frozenset(asked))
        object.__setattr__(self, "_trees", MappingProxyType(dict(sorted(trees.items()))))
        object.__setattr__(self, "_variables", frozenset(names))
        object.__setattr__(self, "_tables", tuple(sorted(self.diagram.tables)))

    @property
    def atoms(self) -> tuple[str, ...]:
        """The atomic conditions over item variables, as text, sorted."""
        return tuple(self._trees)  # type: ignore[attr-defined]

    @property
    def variables(self) -> frozenset[str]:
        """The item variables that its conditions and tables read."""
        return self._variables  # type: ignore[attr-defined,no-any-return]

    def project(self, variables: Mapping[str, Value]) -> Projection:
        """Reduce an item's variables to what the engine may know; variables it does not read are ignored.

        Raises VariableMissing when one it reads is absent or None, ValueNotComparable when kinds do not fit.
        """
        missing = sorted(name for name in self.variables if variables.get(name) is None)
        if missing:
            raise VariableMissing(names="、".join(missing))
        evaluator = Evaluator(variables)
        trees: Mapping[str, Any] = self._trees  # type: ignore[attr-defined]
        tables = self.diagram.tables
        return Projection(
            tuple((text, evaluator.truth(tree)) for text, tree in trees.items()),
            tuple((table_id, tables[table_id].decide(variables)) for table_id in self._tables),  # type: ignore[attr-defined]
        )

    def fits(self, projection: Projection) -> bool:
        """Whether a projection speaks of exactly this definition's conditions and tables."""
        return (
            tuple(text for text, _ in projection.truths) == self.atoms
            and tuple(table for table, _ in projection.tables) == self._tables  # type: ignore[attr-defined]
        )
