"""A bundle that passed every check, ready to run: what the rest of the system may know of it."""

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
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

    ``conditions`` are by flow id, ``ends`` are names by id of the process's own named end events, ``main_spec`` and
    ``called_specs`` are SpiffWorkflow's.
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

    @cached_property
    def nodes(self) -> Mapping[str, Node]:
        """Every flow node of the bundle, by id."""
        return {node.id: node for _, node in self.diagram.nodes()}

    @cached_property
    def flows(self) -> Mapping[tuple[str, str], str]:
        """Ids of the sequence flows, by the nodes they join."""
        flows = [flow for scope in self.diagram.scopes.values() for flow in scope.flows]
        return {(flow.source, flow.target): flow.id for flow in flows}

    @cached_property
    def asked(self) -> frozenset[str]:
        """Nodes whose outcome some condition reads."""
        return frozenset(read.node_id for condition in self.conditions.values() for read in condition.comparisons)

    @cached_property
    def atoms(self) -> tuple[str, ...]:
        """The atomic conditions over item variables, as text, sorted."""
        return tuple(self._trees)

    @cached_property
    def variables(self) -> frozenset[str]:
        """The item variables that its conditions and tables read."""
        names = {name for tree in self._trees.values() for name in names_in(tree)}
        return frozenset(names.union(*(table.variables for table in self.diagram.tables.values())))

    @cached_property
    def _trees(self) -> Mapping[str, ast.expr]:
        trees = {text: tree for condition in self.conditions.values() for text, tree in condition.atoms.items()}
        return dict(sorted(trees.items()))

    @cached_property
    def _tables(self) -> tuple[str, ...]:
        return tuple(sorted(self.diagram.tables))

    def project(self, variables: Mapping[str, Value]) -> Projection:
        """Reduce an item's variables to what the engine may know; variables it does not read are ignored.

        Raises VariableMissing when one it reads is absent or None, ValueNotComparable when kinds do not fit.
        """
        missing = sorted(name for name in self.variables if variables.get(name) is None)
        if missing:
            raise VariableMissing(names="、".join(missing))
        evaluator = Evaluator(variables)
        tables = self.diagram.tables
        return Projection(
            tuple((text, evaluator.truth(tree)) for text, tree in self._trees.items()),
            tuple((table_id, tables[table_id].decide(variables)) for table_id in self._tables),
        )

    def fits(self, projection: Projection) -> bool:
        """Whether a projection speaks of exactly this definition's conditions and tables."""
        return (
            tuple(text for text, _ in projection.truths) == self.atoms
            and tuple(table for table, _ in projection.tables) == self._tables
        )
