"""Which values of one variable a condition of a decision table holds for, as bits: one for each region of values.

The literals that a table compares a variable with cut its values into regions in which every condition of the table
says the same; a region is stood for by one of its values. A set of regions is an integer with a bit for each.
"""

import ast
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_FLOOR, Decimal
from itertools import pairwise

from .expressions import Value
from .literals import is_number

TEXTS = ("其他", "另一种", "别的值")
"""What stands for all texts that a table does not name: the first of them that it does not."""


class Opaque(Exception):
    """The condition is not one that can be split into regions; nothing is said about it."""


@dataclass(frozen=True)
class Domain:
    """What a variable may be: `kind` is bool, int, str or Decimal; `values` all it may be, if they are few.

    `label` and `words` are what users call the variable and its values. `step` is the distance between neighbouring
    numbers, `least` the smallest of them.
    """

    kind: type
    label: str
    values: Sequence[str] = ()
    words: Mapping[str, str] = field(default_factory=dict)
    step: Decimal = Decimal("0.1")
    least: Decimal = Decimal(0)

    def fits(self, literal: object) -> bool:
        """Whether the variable may be held against a literal at all."""
        if self.kind in (int, Decimal):
            return is_number(literal)
        return isinstance(literal, self.kind)

    def word(self, value: Value) -> str:
        """A value as users say it."""
        if isinstance(value, bool):
            return "是" if value else "否"
        return f"“{self.words.get(value, value)}”" if isinstance(value, str) else f"{Decimal(value):f}"


def literals_beside(trees: Iterable[ast.expr], name: str) -> list[Value]:
    """The literals that a variable is compared with."""
    found: list[Value] = []
    for tree in trees:
        for node in ast.walk(tree):
            if isinstance(node, ast.Compare):
                sides = [node.left, *node.comparators]
                for one, other in pairwise(sides):
                    for left, right in ((one, other), (other, one)):
                        if isinstance(left, ast.Name) and left.id == name:
                            found += _constants(right)
    return found


def _constants(tree: ast.expr) -> list[Value]:
    items = tree.elts if isinstance(tree, ast.List | ast.Tuple) else [tree]
    return [item.value for item in items if isinstance(item, ast.Constant)]  # type: ignore[misc]


class Regions:
    """The regions of one variable, and the set of them that a condition holds for."""

    def __init__(self, name: str, domain: Domain, literals: Iterable[Value]) -> None:
        self.name = name
        self.domain = domain
        fitting = [literal for literal in literals if domain.fits(literal)]
        self.points: Sequence[Value] = _points(domain, fitting)
        self.all = (1 << len(self.points)) - 1
        self._place = {point: number for number, point in enumerate(self.points)}

    def where(self, tree: ast.expr) -> int:
        """The regions in which a condition over this variable alone holds. Raises Opaque."""
        if isinstance(tree, ast.BoolOp):
            parts = [self.where(value) for value in tree.values]
            both = isinstance(tree.op, ast.And)
            found = self.all if both else 0
            for part in parts:
                found = found & part if both else found | part
            return found
        if isinstance(tree, ast.UnaryOp) and isinstance(tree.op, ast.Not):
            return self.all & ~self.where(tree.operand)
        if isinstance(tree, ast.Constant) and isinstance(tree.value, bool):
            return self.all if tree.value else 0
        if isinstance(tree, ast.Name) and tree.id == self.name and self.domain.kind is bool:
            return self._equal(True)
        if isinstance(tree, ast.Compare):
            return self._compared(tree)
        raise Opaque

    def _compared(self, tree: ast.Compare) -> int:
        sides = [tree.left, *tree.comparators]
        found = self.all
        for left, operator, right in zip(sides, tree.ops, sides[1:], strict=False):
            found &= self._pair(left, operator, right)
        return found

    def _pair(self, left: ast.expr, operator: ast.cmpop, right: ast.expr) -> int:
        if isinstance(right, ast.Name) and isinstance(left, ast.Constant):
            return self._pair(right, _MIRRORED.get(type(operator), operator), left)
        literals = _constants(right)
        if not literals or len(literals) != len(getattr(right, "elts", [right])):
            raise Opaque
        if not (isinstance(left, ast.Name) and left.id == self.name):
            return self._truth(left, operator, literals)
        if isinstance(operator, ast.In | ast.NotIn):
            found = 0
            for literal in literals:
                if self.domain.fits(literal):
                    found |= self._equal(literal)
            return found if isinstance(operator, ast.In) else self.all & ~found
        if not self.domain.fits(literals[0]):
            raise Opaque  # it is told otherwise: values of different kinds
        return self._ordered(operator, literals[0])

    def _truth(self, tree: ast.expr, operator: ast.cmpop, literals: Sequence[Value]) -> int:
        """A comparison of what is true or false itself, as in a column ``hours > 10`` with cells ``true``."""
        if not isinstance(tree, ast.Compare | ast.BoolOp | ast.UnaryOp):
            raise Opaque
        if not all(isinstance(literal, bool) for literal in literals):
            raise Opaque
        held = self.where(tree)
        found = (held if True in literals else 0) | (self.all & ~held if False in literals else 0)
        if isinstance(operator, ast.In | ast.Eq):
            return found
        if isinstance(operator, ast.NotIn | ast.NotEq):
            return self.all & ~found
        raise Opaque

    def _equal(self, literal: Value) -> int:
        place = self._place.get(literal)
        return 0 if place is None else 1 << place

    def _ordered(self, operator: ast.cmpop, literal: Value) -> int:
        if isinstance(operator, ast.Eq):
            return self._equal(literal)
        if isinstance(operator, ast.NotEq):
            return self.all & ~self._equal(literal)
        if not is_number(literal):
            raise Opaque  # texts and truth values have no order that anybody means
        below = (1 << bisect_left(self.points, literal)) - 1
        upto = (1 << bisect_right(self.points, literal)) - 1
        if isinstance(operator, ast.Lt):
            return below
        if isinstance(operator, ast.LtE):
            return upto
        if isinstance(operator, ast.Gt):
            return self.all & ~upto
        return self.all & ~below


_MIRRORED: Mapping[type[ast.cmpop], ast.cmpop] = {
    ast.Lt: ast.Gt(),
    ast.LtE: ast.GtE(),
    ast.Gt: ast.Lt(),
    ast.GtE: ast.LtE(),
}


def _points(domain: Domain, literals: Sequence[Value]) -> Sequence[Value]:
    if domain.kind is bool:
        return (False, True)
    if domain.kind is str:
        if domain.values:
            return tuple(domain.values)
        named = tuple(dict.fromkeys(literals))
        return (*named, next((text for text in TEXTS if text not in named), "…" * 201))
    return _numbers(domain, sorted({Decimal(literal) for literal in literals}))


def _numbers(domain: Domain, cuts: Sequence[Decimal]) -> Sequence[Decimal]:
    """Of the numbers that the variable may be: the last up to each cut and the first after it; the smallest too."""
    step = Decimal(1) if domain.kind is int else domain.step
    found = {domain.least}
    for cut in cuts:
        steps = ((cut - domain.least) / step).to_integral_value(ROUND_FLOOR)
        at = domain.least + steps * step
        found |= {at, at + step}
    return sorted(point for point in found if point >= domain.least)
