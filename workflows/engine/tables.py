"""Decision tables: what a DMN table says, and which row an item falls into."""

import ast
from collections.abc import Mapping
from dataclasses import dataclass

from .expressions import Evaluator, Value
from .projection import TableOutputs

UNIQUE = "UNIQUE"
FIRST = "FIRST"
HIT_POLICIES = (UNIQUE, FIRST)


@dataclass(frozen=True)
class Rule:
    """A row: the conditions of its cells (all must hold) and one literal for each output."""

    conditions: tuple[ast.expr, ...]
    values: tuple[Value, ...]
    id: str = ""


@dataclass(frozen=True)
class Table:
    """A decision table over item variables."""

    id: str
    name: str
    file: str
    hit_policy: str
    outputs: tuple[str, ...]
    rules: tuple[Rule, ...]

    @property
    def variables(self) -> frozenset[str]:
        """The item variables that the table reads."""
        trees = [tree for rule in self.rules for tree in rule.conditions]
        return frozenset(name for tree in trees for name in names_in(tree))

    def decide(self, variables: Mapping[str, Value]) -> TableOutputs | None:
        """The outputs of the row that holds, sorted by name; None when none, or (UNIQUE) several hold.

        Raises ValueNotComparable.
        """
        evaluator = Evaluator(variables)
        hits = [rule for rule in self.rules if all(evaluator.truth(tree) for tree in rule.conditions)]
        if not hits or (self.hit_policy == UNIQUE and len(hits) > 1):
            return None
        return tuple(sorted(zip(self.outputs, hits[0].values, strict=True)))


def names_in(tree: ast.expr) -> frozenset[str]:
    """The variables that an expression reads: names that are not functions being called."""
    calls = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    return frozenset(node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and id(node) not in calls)
