"""The little language of conditions and decision tables: parsed by Python, nothing let through but our list.

Literals, names, comparisons, and/or/not, ``in`` on literal lists, ``+ - * /`` on numbers, the listed functions.
No attributes, methods, subscripts, ``%``, ``**`` or string arithmetic; at most 200 nodes and 2,000 characters.
"""

import ast
import re
import warnings
from collections.abc import Callable
from decimal import Decimal

from .expressions import ARITY
from .literals import is_number, read_literals

MAX_NODES = 200
MAX_LENGTH = 2000
MAX_TEXT = 200
MAX_NUMBER = 10**15
NAME = re.compile(r"[A-Za-z][A-Za-z0-9]*(_[A-Za-z0-9]+)*")
OUTCOME_OF = "outcome_of"

_FULL_WIDTH = re.compile("[“”‘’（）＝＞＜，！]")
_CONTAINERS = (ast.List, ast.Tuple)
_COMPARISONS = (ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.In, ast.NotIn)
_SILENT = (ast.expr_context, ast.boolop, ast.unaryop, ast.operator, ast.cmpop)


class ExpressionRefused(Exception):
    """The text is not an expression of ours; ``code`` says why and the message, in Chinese, how to mend it."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        super().__init__(message)


def parse_expression(text: str) -> ast.expr:
    """Turn text into a tree that Evaluator may run; ``true``/``false`` become truth values, fractions Decimals.

    Raises ExpressionRefused for everything that is not on the list.
    """
    tree: ast.expr = read_literals(_parse(text), text)
    nodes = list(ast.walk(tree))
    if sum(not isinstance(node, _SILENT) for node in nodes) > MAX_NODES:
        raise ExpressionRefused(
            "expression_too_long", f"表达式过长（超过 {MAX_NODES} 项），请拆成几个网关或改用决策表"
        )
    listed = {id(right) for node in nodes if isinstance(node, ast.Compare) for right in node.comparators}
    for node in nodes:
        if isinstance(node, _CONTAINERS) and id(node) not in listed:
            raise ExpressionRefused("expression_not_allowed", "列表只能写在 in 的右边")
        _check(node)
    return tree


def _parse(text: str) -> ast.expr:
    text = text.strip()
    if not text:
        raise ExpressionRefused("expression_broken", "表达式是空的，请填写")
    if len(text) > MAX_LENGTH:
        raise ExpressionRefused("expression_too_long", f"表达式过长（超过 {MAX_LENGTH} 个字符），请改用决策表")
    if "\\" in text:
        raise ExpressionRefused("expression_broken", "表达式不能含反斜杠，请删去")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            return ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError, Warning) as error:
        hint = "；其中有全角符号，请改成半角的引号、括号和比较符" if _FULL_WIDTH.search(text) else ""
        raise ExpressionRefused("expression_broken", f"表达式写法有误，请检查括号和引号是否成对{hint}") from error


def _check(node: ast.AST) -> None:
    """Refuse one node of the tree unless it is on the list."""
    for kind, rule in _RULES.items():
        if isinstance(node, kind):
            rule(node)
            return
    if not isinstance(node, _SILENT):
        raise ExpressionRefused("expression_not_allowed", _what(node))


def _what(node: ast.AST) -> str:
    names = {
        ast.Attribute: "不能用“.”取属性或调用方法",
        ast.Subscript: "不能用方括号取下标",
        ast.Lambda: "不能定义函数",
        ast.IfExp: "不能用 if … else，请改用网关",
        ast.JoinedStr: "不能用格式化文字（f'…'）",
        ast.NamedExpr: "不能赋值，比较相等请用 ==",
    }
    reason = names.get(type(node), "含有不允许的写法")
    return f"{reason}；只能用比较、and/or/not、in、四则运算和函数 {'、'.join(ARITY)}"


def _check_name(node: ast.Name) -> None:
    if not NAME.fullmatch(node.id):
        raise ExpressionRefused(
            "expression_not_allowed", f"名称“{node.id}”不合规：只能用英文字母、数字和单个下划线"
        )


def _check_constant(node: ast.Constant) -> None:
    value = node.value
    if isinstance(value, str):
        if len(value) > MAX_TEXT:
            raise ExpressionRefused("literal_too_long", f"文字过长（超过 {MAX_TEXT} 个字符），请缩短")
    elif isinstance(value, bool | int | Decimal):
        if not abs(value) <= MAX_NUMBER:
            raise ExpressionRefused("number_too_big", f"数字过大（超过 {MAX_NUMBER}），请改小")
    else:
        raise ExpressionRefused("expression_not_allowed", "只能写文字、数字、true 或 false")


def _check_compare(node: ast.Compare) -> None:
    for comparison, right in zip(node.ops, node.comparators, strict=True):
        if not isinstance(comparison, _COMPARISONS):
            raise ExpressionRefused("expression_not_allowed", "不能用 is 比较，请改用 == 或 !=")
        if isinstance(comparison, ast.In | ast.NotIn) != isinstance(right, _CONTAINERS):
            raise ExpressionRefused(
                "expression_not_allowed", "in 的右边须是列表，如 in ['a', 'b']；列表也只能用在 in 的右边"
            )


def _check_list(node: ast.List | ast.Tuple) -> None:
    if not node.elts or not all(isinstance(item, ast.Constant) for item in node.elts):
        raise ExpressionRefused("expression_not_allowed", "列表里只能写文字或数字，且至少一项")


def _check_arithmetic(node: ast.BinOp) -> None:
    if not isinstance(node.op, ast.Add | ast.Sub | ast.Mult | ast.Div):
        raise ExpressionRefused("expression_not_allowed", "只能用 + - * / 四则运算，不能用乘方、取余或位运算")
    for side in (node.left, node.right):
        if isinstance(side, ast.Constant) and not is_number(side.value):
            raise ExpressionRefused("expression_not_allowed", "文字不能做加减乘除")


def _check_unary(node: ast.UnaryOp) -> None:
    if not isinstance(node.op, ast.Not | ast.USub):
        raise ExpressionRefused("expression_not_allowed", "只能用 not 和负号")


def _check_call(node: ast.Call) -> None:
    if not isinstance(node.func, ast.Name):
        raise ExpressionRefused("expression_not_allowed", _what(node.func))
    name = node.func.id
    low, high = {**ARITY, OUTCOME_OF: (1, 1)}.get(name, (0, -1))
    if high < 0:
        raise ExpressionRefused("unknown_function", f"没有函数“{name}”，请改用：{'、'.join([*ARITY, OUTCOME_OF])}")
    if node.keywords or not low <= len(node.args) <= high:
        raise ExpressionRefused(
            "expression_not_allowed", f"函数“{name}”的参数个数不对，请按位置填写 {low} 至 {high} 个"
        )


def _allow(_node: ast.AST) -> None:
    """The node needs no more than being on the list."""


_RULES: dict[type[ast.AST] | tuple[type[ast.AST], ...], Callable[..., None]] = {
    ast.Name: _check_name,
    ast.Constant: _check_constant,
    ast.Compare: _check_compare,
    _CONTAINERS: _check_list,
    ast.BinOp: _check_arithmetic,
    ast.UnaryOp: _check_unary,
    ast.Call: _check_call,
    ast.BoolOp: _allow,
}
