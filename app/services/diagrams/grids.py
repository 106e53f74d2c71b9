"""A decision table as a form: columns chosen from the item's variables, a row for each rule."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count
from typing import TypeVar

from app.services.diagrams.cells import TRUTHS, Cell, Column, cell_of, cell_text, quoted, unquoted
from app.services.diagrams.vocabulary import Variable
from workflows.engine import Sheet, SheetRule

T = TypeVar("T")
MAX_RULES, MAX_COLUMNS = 200, 12


@dataclass(frozen=True)
class Row:
    """One rule; `id` is empty until it is saved."""

    id: str
    cells: Sequence[Cell]
    outputs: Sequence[str]


@dataclass(frozen=True)
class Grid:
    """A table in the form."""

    name: str
    hit_policy: str
    inputs: Sequence[str]
    outputs: Sequence[str]
    rows: Sequence[Row]


def columns_of(inputs: Sequence[str], variables: Sequence[Variable]) -> list[Column]:
    """The columns of expressions."""
    known = {variable.name: variable for variable in variables}
    return [_column(expression, known.get(expression)) for expression in inputs]


def _column(expression: str, variable: Variable | None) -> Column:
    if variable is None:
        return Column(expression, expression, "raw")
    if variable.type == "bool":
        return Column(expression, variable.label, "few", TRUTHS, is_truth=True)
    kind = "few" if variable.values else "text" if variable.type == "str" else "number"
    return Column(expression, variable.label, kind, variable.values)


def new_grid(variables: Sequence[Variable]) -> Grid:
    """What a new table begins as: one column, one row for everything."""
    inputs = [variables[0].name] if variables else []
    return Grid("", "UNIQUE", inputs, ["way"], [_empty_row(columns_of(inputs, variables), 1)])


def grid_of(sheet: Sheet, variables: Sequence[Variable]) -> Grid:
    """A written table as the form shows it."""
    columns = columns_of(sheet.inputs, variables)
    rows = [
        Row(
            rule.id,
            [cell_of(text, column) for column, text in zip(columns, rule.inputs, strict=True)],
            [unquoted(text) for text in rule.outputs],
        )
        for rule in sheet.rules
    ]
    return Grid(sheet.name, sheet.hit_policy, sheet.inputs, sheet.outputs, rows)


def sheet_of(grid: Grid, table_id: str, variables: Sequence[Variable]) -> Sheet:
    """The form's table as it is written; rules keep their ids, so that later differences find them."""
    columns = columns_of(grid.inputs, variables)
    taken = {row.id for row in grid.rows}
    free = (f"{table_id}_rule_{number}" for number in count(1))
    rules, seen = [], set()
    for row in grid.rows:
        row_id = row.id if row.id and row.id not in seen else next(one for one in free if one not in taken)
        seen.add(row_id)
        cells = tuple(cell_text(cell, column) for column, cell in zip(columns, row.cells, strict=True))
        rules.append(SheetRule(row_id, cells, tuple(quoted(value) for value in row.outputs)))
    return Sheet(table_id, grid.name, grid.hit_policy, tuple(grid.inputs), tuple(grid.outputs), tuple(rules))


def changed(grid: Grid, act: str, variable: str, variables: Sequence[Variable]) -> Grid:
    """The table after a button, named with its place: `drop_rule 2`; what cannot be done is not done.

    `variable` is the one that `add_input` adds a column for.
    """
    what, _, place = act.partition(" ")
    at = int(place) if place.isascii() and place.isdecimal() and len(place) < 4 else 0
    if what == "add_input":
        return _with_input(grid, variable, variables)
    if what == "add_rule" and len(grid.rows) < MAX_RULES:
        empty = _empty_row(columns_of(grid.inputs, variables), len(grid.outputs))
        return replace(grid, rows=[*grid.rows, empty])
    return _CHANGES[what](grid, at) if what in _CHANGES else grid


def _with_input(grid: Grid, variable: str, variables: Sequence[Variable]) -> Grid:
    known = {one.name for one in variables} - set(grid.inputs)
    if variable not in known or len(grid.inputs) >= MAX_COLUMNS:
        return grid
    empty = _empty_row(columns_of([variable], variables), 0).cells
    rows = [replace(row, cells=[*row.cells, *empty]) for row in grid.rows]
    return replace(grid, inputs=[*grid.inputs, variable], rows=rows)


def _without_input(grid: Grid, at: int) -> Grid:
    if len(grid.inputs) < 2 or at >= len(grid.inputs):
        return grid
    rows = [replace(row, cells=_without(row.cells, at)) for row in grid.rows]
    return replace(grid, inputs=_without(grid.inputs, at), rows=rows)


def _with_output(grid: Grid, _at: int) -> Grid:
    if len(grid.outputs) >= MAX_COLUMNS:
        return grid
    rows = [replace(row, outputs=[*row.outputs, ""]) for row in grid.rows]
    return replace(grid, outputs=[*grid.outputs, ""], rows=rows)


def _without_output(grid: Grid, at: int) -> Grid:
    if len(grid.outputs) < 2 or at >= len(grid.outputs):
        return grid
    rows = [replace(row, outputs=_without(row.outputs, at)) for row in grid.rows]
    return replace(grid, outputs=_without(grid.outputs, at), rows=rows)


def _without_rule(grid: Grid, at: int) -> Grid:
    return replace(grid, rows=_without(grid.rows, at))


def _rule_up(grid: Grid, at: int) -> Grid:
    rows = list(grid.rows)
    if 0 < at < len(rows):
        rows[at - 1], rows[at] = rows[at], rows[at - 1]
    return replace(grid, rows=rows)


_CHANGES: Mapping[str, Callable[[Grid, int], Grid]] = {
    "drop_rule": _without_rule,
    "up_rule": _rule_up,
    "drop_input": _without_input,
    "add_output": _with_output,
    "drop_output": _without_output,
}


def _without(items: Sequence[T], at: int) -> list[T]:
    return [*items[:at], *items[at + 1 :]]


def _empty_row(columns: Sequence[Column], outputs: int) -> Row:
    return Row("", [Cell(next(iter(column.operators))) for column in columns], [""] * outputs)
