"""Splits each condition into what the item answers, what people decided and what tables gave.

An atomic condition over item variables becomes a named truth: the engine sees only whether it holds. What remains
reads outcomes and table outputs. A condition compiled so is evaluated against names alone, in one namespace:
``item:<text>``, ``outcome:<node id>``, ``table:<output>``; a diagram cannot write such names itself.
"""

import ast
from collections.abc import Mapping
from dataclasses import dataclass

from .expressions import TESTS
from .grammar import OUTCOME_OF, ExpressionRefused, parse_expression
from .literals import show
from .tables import names_in

OUTCOME = "outcome"
ITEM = "item:"
DECIDED = "outcome:"
TABLE = "table:"


@dataclass(frozen=True)
class Comparison:
    """A node's outcome held against literals; the checker asks whether the node offers them."""

    node_id: str
    literals: tuple[str, ...]


@dataclass(frozen=True)
class Condition:
    """A compiled condition: the tree to run, and what it stands on."""

    tree: ast.expr
    atoms: Mapping[str, ast.expr]  # text -> tree over item variables
    comparisons: tuple[Comparison, ...]
    outputs: frozenset[str]  # table outputs read


def compile_condition(text: str, direct_task: str | None, outputs: frozenset[str]) -> Condition:
    """Compile one condition.

    ``direct_task`` is the user task right before the gateway, which bare ``outcome`` means; ``outputs`` are the
    names of the table outputs in the bundle. Raises ExpressionRefused.
    """
    splitter = _Splitter(direct_task, outputs)
    tree = splitter.split(parse_expression(text))
    return Condition(tree, splitter.atoms, tuple(splitter.comparisons), frozenset(splitter.read))


class _Splitter:
    def __init__(self, direct_task: str | None, outputs: frozenset[str]) -> None:
        self.direct_task = direct_task
        self.outputs = outputs
        self.atoms: dict[str, ast.expr] = {}
        self.comparisons: list[Comparison] = []
        self.read: set[str] = set()

    def split(self, tree: ast.expr) -> ast.expr:
        if isinstance(tree, ast.BoolOp):
            return ast.BoolOp(op=tree.op, values=[self.split(value) for value in tree.values])
        if isinstance(tree, ast.UnaryOp) and isinstance(tree.op, ast.Not):
            return ast.UnaryOp(op=tree.op, operand=self.split(tree.operand))
        return self._atom(tree)

    def _atom(self, tree: ast.expr) -> ast.expr:
        if any(_is_outcome(node) for node in ast.walk(tree)):
            return self._outcome(tree)
        if not _may_be_true(tree):
            raise ExpressionRefused(
                "condition_not_truth", f"“{show(tree)}”的结果不是“是”或“否”，请写成比较，如 hours > 10"
            )
        names = names_in(tree)
        if not names & self.outputs:
            text = show(tree)
            self.atoms[text] = tree
            return ast.Name(id=ITEM + text, ctx=ast.Load())
        if names - self.outputs:
            mixed = "、".join(sorted(names))
            raise ExpressionRefused(
                "mixed_condition", f"同一比较里混用了决策表结果和事项数据（{mixed}），请把这项比较写进决策表"
            )
        self.read |= names
        return _rename(tree, {name: TABLE + name for name in names})

    def _outcome(self, tree: ast.expr) -> ast.expr:
        """An outcome may only be held against literals, so that a misspelt one cannot hide."""
        if not isinstance(tree, ast.Compare) or len(tree.ops) != 1:
            raise _outcome_misused()
        sides = [tree.left, tree.comparators[0]]
        if _is_outcome(sides[1]) and isinstance(tree.ops[0], ast.Eq | ast.NotEq):
            sides.reverse()
        literals = _literals(sides[1])
        if not _is_outcome(sides[0]) or literals is None or not isinstance(tree.ops[0], _MEMBERSHIP):
            raise _outcome_misused()
        node_id = self._node(sides[0])
        self.comparisons.append(Comparison(node_id, literals))
        left = ast.Name(id=DECIDED + node_id, ctx=ast.Load())
        return ast.Compare(left=left, ops=tree.ops, comparators=[sides[1]])

    def _node(self, tree: ast.expr) -> str:
        if isinstance(tree, ast.Call):
            argument = tree.args[0]
            if not isinstance(argument, ast.Constant) or not isinstance(argument.value, str):
                raise ExpressionRefused("outcome_misused", f"{OUTCOME_OF} 的参数须是带引号的任务编号")
            return argument.value
        if self.direct_task is None:
            raise ExpressionRefused(
                "outcome_not_direct",
                "只有紧跟在一个用户任务之后的网关才能直接写 outcome，请改写为 outcome_of('任务编号')",
            )
        return self.direct_task


_MEMBERSHIP = (ast.Eq, ast.NotEq, ast.In, ast.NotIn)


def _outcome_misused() -> ExpressionRefused:
    return ExpressionRefused(
        "outcome_misused", "办理结果只能与文字比较，如 outcome == 'approve' 或 outcome in ['return', 'reject']"
    )


def _may_be_true(tree: ast.expr) -> bool:
    """Whether an atomic condition can give true or false: a comparison, a variable, a literal truth, a test."""
    if isinstance(tree, ast.Call):
        return isinstance(tree.func, ast.Name) and tree.func.id in TESTS
    if isinstance(tree, ast.Constant):
        return isinstance(tree.value, bool)
    return isinstance(tree, ast.Compare | ast.Name)


def _is_outcome(node: ast.AST) -> bool:
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Name) and node.func.id == OUTCOME_OF
    return isinstance(node, ast.Name) and node.id == OUTCOME


def _literals(tree: ast.expr) -> tuple[str, ...] | None:
    items = tree.elts if isinstance(tree, ast.List | ast.Tuple) else [tree]
    values = [item.value for item in items if isinstance(item, ast.Constant)]
    texts = tuple(value for value in values if isinstance(value, str))
    return texts if len(texts) == len(items) else None


class _Renamer(ast.NodeTransformer):
    def __init__(self, names: Mapping[str, str]) -> None:
        self.names = names

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return ast.Name(id=self.names.get(node.id, node.id), ctx=node.ctx)


def _rename(tree: ast.expr, names: Mapping[str, str]) -> ast.expr:
    return _Renamer(names).visit(tree)  # type: ignore[no-any-return]
