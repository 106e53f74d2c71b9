"""What differs between the decision tables of two diagrams, rule by rule."""

import ast
from collections.abc import Iterator, Mapping
from decimal import Decimal

from .expressions import Value
from .literals import show
from .tables import FIRST, Rule, Table

TABLE = "decisionTable"
RULE = "rule "  # a facet of a rule: "rule 3", the row where it stands (or stood)
GIVES = " => "  # between the conditions of a rule and its outputs
ALWAYS = "-"


def facets_of(table: Table) -> dict[str, str]:
    """What a table says beside its rules."""
    return {"name": table.name, "hit_policy": table.hit_policy, "outputs": ", ".join(table.outputs)}


def rules_compared(before: Table | None, after: Table) -> Iterator[tuple[str, str, str]]:
    """Facet, text before and text after for each rule that is new, gone or says something else."""
    old = _texts(before) if before else {}
    new = _texts(after)
    for key, (number, text) in new.items():
        was = old.get(key, (0, ""))[1]
        if was != text:
            yield f"{RULE}{number}", was, text
    for key, (number, text) in old.items():
        if key not in new:
            yield f"{RULE}{number}", text, ""
    if before and FIRST in (before.hit_policy, after.hit_policy):
        order = [[key for key in one if key in old and key in new] for one in (old, new)]
        if order[0] != order[1]:
            places = [", ".join(str(one[key][0]) for key in order[1]) for one in (old, new)]
            yield "order", places[0], places[1]


def _texts(table: Table) -> Mapping[str, tuple[int, str]]:
    """Rules by their ids, where they have one of their own: row and text."""
    found: dict[str, tuple[int, str]] = {}
    for number, rule in enumerate(table.rules, 1):
        key = rule.id if rule.id and rule.id not in found else f"row {number}"
        found[key] = (number, _text(table, rule))
    return found


def _text(table: Table, rule: Rule) -> str:
    conditions = " and ".join(show(_plain(tree)) for tree in rule.conditions) or ALWAYS
    outputs = ", ".join(f"{name} = {_value(value)}" for name, value in zip(table.outputs, rule.values, strict=True))
    return f"{conditions}{GIVES}{outputs}"


def _value(value: Value) -> str:
    return f"{value:f}" if isinstance(value, Decimal) else repr(value)


def _plain(tree: ast.expr) -> ast.expr:
    """One of one is that one."""
    if isinstance(tree, ast.Compare) and len(tree.ops) == 1 and isinstance(tree.ops[0], ast.In):
        items = getattr(tree.comparators[0], "elts", [])
        if len(items) == 1:
            return ast.Compare(left=tree.left, ops=[ast.Eq()], comparators=items)
    return tree
