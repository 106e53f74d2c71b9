"""Runs the expressions that ``grammar`` let through: simpleeval, cut down to our nodes, operators and functions."""

import ast
import operator
from collections.abc import Callable, Mapping
from decimal import Context, Decimal, DecimalException
from typing import Any, Protocol

from simpleeval import SimpleEval  # type: ignore[import-untyped]

from .errors import ValueNotComparable

Value = bool | int | str | Decimal

FUNCTIONS_VERSION = "1"
_ARITHMETIC = Context(prec=28)


class _NotComparable(Exception):
    """Two values of different kinds met in one comparison or sum."""


def _number(value: object) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise _NotComparable(f"“{value}”不是数字")
    return Decimal(value)


def _kind(value: object) -> type:
    return Decimal if isinstance(value, int) and not isinstance(value, bool) else type(value)


def _compare(compare: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    def checked(left: Any, right: Any) -> bool:
        if left is None or right is None:  # an outcome not yet decided equals nothing
            return compare is operator.ne
        if _kind(left) is not _kind(right):
            raise _NotComparable(f"“{left}”与“{right}”类型不同")
        return compare(left, right)

    return checked


def _calculate(name: str) -> Callable[[Any, Any], Decimal]:
    method = getattr(_ARITHMETIC, name)
    return lambda left, right: method(_number(left), _number(right))


def _is_in(left: Any, right: Any) -> bool:
    return left is not None and any(_kind(left) is _kind(item) and left == item for item in right)


def _starts_with(text: Any, prefix: Any) -> bool:
    if not (isinstance(text, str) and isinstance(prefix, str)):
        raise _NotComparable("starts_with 只能用于文字")
    return text.startswith(prefix)


FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "abs": lambda value: abs(_number(value)),
    "min": lambda *values: min(_number(value) for value in values),
    "max": lambda *values: max(_number(value) for value in values),
    "starts_with": _starts_with,
}
TESTS = frozenset({"starts_with"})  # the functions that give true or false
ARITY: Mapping[str, tuple[int, int]] = {"abs": (1, 1), "min": (1, 20), "max": (1, 20), "starts_with": (2, 2)}

_OPERATORS: dict[type[ast.AST], Callable[..., Any]] = {
    ast.Add: _calculate("add"),
    ast.Sub: _calculate("subtract"),
    ast.Mult: _calculate("multiply"),
    ast.Div: _calculate("divide"),
    ast.USub: lambda value: -_number(value),
    ast.Not: operator.not_,
    ast.Eq: _compare(operator.eq),
    ast.NotEq: _compare(operator.ne),
    ast.Lt: _compare(operator.lt),
    ast.LtE: _compare(operator.le),
    ast.Gt: _compare(operator.gt),
    ast.GtE: _compare(operator.ge),
    ast.In: _is_in,
    ast.NotIn: lambda left, right: not _is_in(left, right),
}


class Names(Protocol):
    """Where an expression's names are looked up."""

    def __getitem__(self, name: str, /) -> Any:
        """The value of a name; KeyError when there is none."""


class Evaluator(SimpleEval):  # type: ignore[misc]
    """simpleeval with nothing but our nodes, operators and functions."""

    def __init__(self, names: Names) -> None:
        # Not super().__init__(): it registers every node type, and changes the warning filters of all threads.
        self.operators = _OPERATORS
        self.functions = FUNCTIONS
        self.names = names
        self.allowed_attrs: dict[type, set[str]] = {}
        self.nodes = {
            ast.Name: self._eval_name,
            ast.Constant: self._eval_constant,
            ast.Compare: self._eval_compare,
            ast.BoolOp: self._eval_boolop,
            ast.UnaryOp: self._eval_unaryop,
            ast.BinOp: self._eval_binop,
            ast.Call: self._eval_call,
            ast.List: self._eval_list,
            ast.Tuple: self._eval_list,
        }

    def _eval_list(self, node: ast.List | ast.Tuple) -> list[Any]:
        return [self._eval(item) for item in node.elts]

    def truth(self, tree: ast.expr) -> bool:
        """Evaluate a checked tree that must give true or false.

        Raises ValueNotComparable when values of different kinds meet, or the result is not a truth value.
        """
        try:
            result = self.eval("", previously_parsed=tree)
        except (_NotComparable, DecimalException) as error:
            reason = str(error) if isinstance(error, _NotComparable) else "数值超出范围或除数为零"
            raise ValueNotComparable(condition=ast.unparse(tree), reason=reason) from error
        if not isinstance(result, bool):
            raise ValueNotComparable(condition=ast.unparse(tree), reason="结果不是“是”或“否”")
        return result
