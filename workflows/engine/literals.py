"""Literals as the engine wants them: exact fractions, small true and false, negative numbers in one piece."""

import ast
from copy import deepcopy
from decimal import Decimal


def read_literals(tree: ast.expr, text: str) -> ast.expr:
    """Rewrite the literals of an expression that was parsed from ``text``."""
    return _Literals(text).visit(tree)  # type: ignore[no-any-return]


class _Literals(ast.NodeTransformer):
    """Writes ``true`` and ``false`` as truth values, fractions as exact Decimals, ``-1`` as one number."""

    def __init__(self, text: str) -> None:
        self.text = text.strip()

    def visit_Name(self, node: ast.Name) -> ast.expr:
        if node.id in ("true", "false"):
            return ast.copy_location(ast.Constant(node.id == "true"), node)
        return node

    def visit_Constant(self, node: ast.Constant) -> ast.expr:
        if isinstance(node.value, float):
            written = (ast.get_source_segment(self.text, node) or str(node.value)).replace("_", "")
            return ast.copy_location(ast.Constant(Decimal(written)), node)  # type: ignore[arg-type]
        return node

    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.expr:
        operand = self.visit(node.operand)
        if isinstance(node.op, ast.USub) and isinstance(operand, ast.Constant) and is_number(operand.value):
            return ast.copy_location(ast.Constant(-operand.value), node)  # type: ignore[operator]
        return ast.copy_location(ast.UnaryOp(node.op, operand), node)


class _Written(ast.NodeTransformer):
    """Undoes _Literals, for showing."""

    def visit_Constant(self, node: ast.Constant) -> ast.expr:
        return ast.Name(str(node.value)) if isinstance(node.value, Decimal) else node


def is_number(value: object) -> bool:
    """Whether a literal is a number; true and false are not."""
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


def show(tree: ast.expr) -> str:
    """An expression as text, always written the same way."""
    return ast.unparse(_Written().visit(deepcopy(tree)))
