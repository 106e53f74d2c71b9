"""One cell of a decision table: as it is chosen in the form, and as it is written."""

import ast
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.services.diagrams.vocabulary import Term

ANY, ONE_OF, BETWEEN, RAW, TICKED = "any", "in", "between", "raw", "ticked"
COMPARISONS = {"==": "等于", "!=": "不等于", "<": "小于", "<=": "不大于", ">": "大于", ">=": "不小于"}
OPERATORS: Mapping[str, Mapping[str, str]] = {
    "number": {ANY: "任意", **COMPARISONS, BETWEEN: "介于（含两端）", ONE_OF: "其中之一", RAW: "其他写法"},
    "text": {ANY: "任意", "==": "等于", "!=": "不等于", ONE_OF: "其中之一", RAW: "其他写法"},
    "few": {TICKED: "勾选（不勾为任意）", RAW: "其他写法"},
    "raw": {RAW: "写法"},
}
TRUTHS = (Term("true", "是"), Term("false", "否"))
NUMBER = re.compile(r"-?\d+(\.\d+)?")
_SEPARATOR = re.compile(r"[,，、;；\s]+")
_UP_TO = re.compile(r"\s*(?:至|到|~|～|—|，|,|\s)\s*")


@dataclass(frozen=True)
class Column:
    """An input column: a variable of the item, or an expression that somebody wrote."""

    expression: str
    label: str
    kind: str  # a key of OPERATORS
    values: Sequence[Term] = ()
    is_truth: bool = False

    @property
    def operators(self) -> Mapping[str, str]:
        """What its cells may say."""
        return OPERATORS[self.kind]


@dataclass(frozen=True)
class Cell:
    """One cell as it is chosen: an operator with its value, or the values that are ticked."""

    operator: str
    value: str = ""
    ticked: Sequence[str] = ()


def cell_of(text: str, column: Column) -> Cell:
    """How a written cell is chosen; what the operators have no words for stays as it is written."""
    if text in ("", "-"):
        return Cell(next(iter(column.operators)))
    if column.kind == "few":
        literals = _literals(text.removeprefix("=="))
        known = {value.id for value in column.values}
        return Cell(TICKED, "", literals) if literals and set(literals) <= known else Cell(RAW, text)
    found = _compared(text, column)
    return found if found and found.operator in column.operators else Cell(RAW, text)


def _compared(text: str, column: Column) -> Cell | None:
    """An operator with its value, if the cell is nothing else."""
    literals = _literals(text)
    if any(_SEPARATOR.search(literal) for literal in literals):
        return None
    if literals:
        return Cell(ONE_OF, "，".join(literals)) if len(literals) > 1 else Cell("==", literals[0])
    if found := re.fullmatch(r"(<=|>=|==|!=|<|>)\s*(.+)", text):
        value = _literals(found[2])
        if len(value) == 1:
            return Cell(found[1], value[0])
    name = re.escape(column.expression)
    found = re.fullmatch(rf">=\s*({NUMBER.pattern})\s+and\s+{name}\s*<=\s*({NUMBER.pattern})", text)
    return Cell(BETWEEN, f"{found[1]} 至 {found[3]}") if found else None


def _literals(text: str) -> list[str]:
    """The literals of a cell that lists nothing else, without their quotes."""
    try:
        tree = ast.parse(f"[{text}]", mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []
    items = getattr(tree, "elts", [])
    found = []
    for item in items:
        if isinstance(item, ast.Constant) and isinstance(item.value, str):
            found.append(item.value)
        elif isinstance(item, ast.Name) and item.id in ("true", "false"):
            found.append(item.id)
        elif NUMBER.fullmatch(written := ast.get_source_segment(f"[{text}]", item) or ""):
            found.append(written)
        else:
            return []
    return found


def cell_text(cell: Cell, column: Column) -> str:
    """A cell as it is written."""
    value = cell.value.strip()
    if cell.operator == TICKED:
        return ", ".join(one if column.is_truth else f'"{one}"' for one in cell.ticked) or "-"
    if cell.operator == ANY or (cell.operator == RAW and not value):
        return "-"
    if cell.operator == RAW:
        return value
    if cell.operator == ONE_OF:
        return ", ".join(_literal(one, column) for one in _SEPARATOR.split(value) if one) or '""'
    if cell.operator == BETWEEN:
        ends = [one for one in _UP_TO.split(value) if one]
        low, high = (ends[0], ends[-1]) if ends else ("", "")
        return f">= {low} and {column.expression} <= {high}"
    return f"{cell.operator} {_literal(value, column)}"


def _literal(value: str, column: Column) -> str:
    return _quote(value) if column.kind == "text" else value


def _quote(text: str) -> str:
    return f"'{text}'" if '"' in text else f'"{text}"'


def quoted(value: str) -> str:
    """An output: numbers, true, false and what is quoted already as they are, other texts in quotes."""
    value = value.strip()
    is_written = NUMBER.fullmatch(value) or value in ("true", "false") or _is_quoted(value)
    return value if is_written else _quote(value)


def _is_quoted(value: str) -> bool:
    return len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"


def unquoted(text: str) -> str:
    """An output without quotes, unless it would then be taken for something else."""
    inner = text[1:-1]
    if not _is_quoted(text) or NUMBER.fullmatch(inner) or inner in ("true", "false") or _is_quoted(inner):
        return text
    return inner
