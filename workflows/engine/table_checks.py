"""Asks of every decision table whether exactly one rule holds for whatever an item may be.

Nothing is claimed that is not sure: a condition that cannot be split into regions (sums, functions, two variables
in one comparison) is taken as one that may or may not hold.
"""

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from .expressions import Value
from .literals import is_number
from .model import Diagram
from .problems import Problem, Report
from .regions import Domain, Opaque, Regions, literals_beside
from .tables import UNIQUE, Rule, Table, names_in

MAX_STEPS = 200_000  # of the search for a gap; more than any table needs that a person can read
TOLD = 3  # gaps of one table
TOLD_PAIRS = 10


class TooManyCases(Exception):
    """The rules of a table cut the values into more cases than can be looked at."""


def table_problems(diagram: Diagram, domains: Mapping[str, Domain]) -> list[Problem]:
    """Gaps, overlaps and rules that never count in the decision tables of a diagram."""
    report = Report()
    for table in diagram.tables.values():
        _check(table, domains, report)
    return report.problems


def _check(table: Table, domains: Mapping[str, Domain], report: Report) -> None:
    before = len(report.problems)
    for number, rule in enumerate(table.rules, 1):
        _check_kinds(table, number, rule, domains, report)
    if len(report.problems) > before:
        return
    grid = Grid(table, domains)
    _check_rules(grid, report)
    if table.hit_policy == UNIQUE:
        _check_overlaps(grid, report)
    try:
        for case in grid.gaps(TOLD):
            told = f"有遗漏：{_told(grid, case)}时没有一行成立，请补一行，或加一行各格留空的兜底规则"
            _add(report, table, "table_gap", f"{told}。")
    except TooManyCases:
        told = "情形过多，查不清有没有遗漏，请拆成几张表，或加一行各格留空的兜底规则（命中策略选“首个”）"
        _add(report, table, "table_too_complex", f"{told}。")


def _add(report: Report, table: Table, code: str, told: str, rule: Rule | None = None) -> None:
    message = f"决策表“{table.name or table.id}”{told}"
    report.add(code, table.file, message, (rule.id if rule else "") or table.id, table.name)


def _told(grid: "Grid", case: Mapping[str, Value]) -> str:
    said = [f"{grid.regions[name].domain.label}为{grid.regions[name].domain.word(case[name])}" for name in case]
    return "例如" + "、".join(said) if said else "无论哪种情形，"


def _check_kinds(table: Table, number: int, rule: Rule, domains: Mapping[str, Domain], report: Report) -> None:
    """What a variable can never be compared with, and words that it never is."""
    for name in sorted({name for tree in rule.conditions for name in names_in(tree)} & set(domains)):
        domain = domains[name]
        for literal in literals_beside(rule.conditions, name):
            if not domain.fits(literal):
                told = f"第 {number} 行拿“{domain.label}”与 {_written(literal)} 比较，请改成{_KINDS[domain.kind]}。"
                _add(report, table, "table_value_kind", told, rule)
            elif domain.values and literal not in domain.values:
                known = "、".join(f"{domain.words.get(value, value)}（{value}）" for value in domain.values)
                told = f"第 {number} 行的“{literal}”不是“{domain.label}”的取值，可用的有：{known}，请改选。"
                _add(report, table, "table_value_unknown", told, rule)


_KINDS: Mapping[type, str] = {bool: " true 或 false", int: "数字", Decimal: "数字", str: "带引号的文字"}


def _written(literal: Value) -> str:
    if isinstance(literal, bool):
        return "true" if literal else "false"
    return str(literal) if is_number(literal) else f"文字“{literal}”"


def _check_rules(grid: "Grid", report: Report) -> None:
    """Rules that never hold, and those before which another one always holds (first hit)."""
    table = grid.table
    for number, box in enumerate(grid.boxes):
        rule = table.rules[number]
        if any(held == 0 for held in box.held.values()):
            told = f"第 {number + 1} 行的条件互相矛盾，永远不会成立，请改条件或删去这一行。"
            _add(report, table, "table_rule_never", told, rule)
        elif table.hit_policy != UNIQUE and (earlier := grid.covered_by_one(number)) is not None:
            told = f"第 {number + 1} 行永远轮不到：第 {earlier + 1} 行总是先成立，请调换次序或删去这一行。"
            _add(report, table, "table_rule_never", told, rule)


def _check_overlaps(grid: "Grid", report: Report) -> None:
    pairs = grid.overlaps()
    for one, other, case in pairs[:TOLD_PAIRS]:
        told = (
            f"第 {one + 1} 行与第 {other + 1} 行重叠：{_told(grid, case)}时两行都成立，"
            "请改条件使其互不重叠，或把命中策略改为“首个”。"
        )
        _add(report, grid.table, "table_overlap", told, grid.table.rules[other])
    if len(pairs) > TOLD_PAIRS:
        told = f"另有 {len(pairs) - TOLD_PAIRS} 对规则重叠，请改好上述各行后再查。"
        _add(report, grid.table, "table_overlap", told)


@dataclass(frozen=True)
class Box:
    """A rule as the regions of each variable that it holds in; `is_exact` unless some condition is left out."""

    held: Mapping[str, int]
    is_exact: bool


class Grid:
    """The rules of a table over the regions of its variables."""

    def __init__(self, table: Table, domains: Mapping[str, Domain]) -> None:
        self.table = table
        parts = [[part for tree in rule.conditions for part in _parts(tree)] for rule in table.rules]
        every = [part for rule in parts for part in rule]
        names = sorted({name for part in every for name in names_in(part)} & set(domains))
        self.regions = {name: Regions(name, domains[name], literals_beside(every, name)) for name in names}
        self.boxes = [self._box(rule) for rule in parts]

    def _box(self, parts: Sequence[ast.expr]) -> Box:
        held: dict[str, int] = {}
        is_exact = True
        for part in parts:
            names = names_in(part)
            name = next(iter(names), "")
            try:
                if len(names) != 1 or name not in self.regions:
                    raise Opaque
                regions = self.regions[name]
                held[name] = held.get(name, regions.all) & regions.where(part)
            except Opaque:
                is_exact = False
        return Box(held, is_exact)

    def overlaps(self) -> list[tuple[int, int, Mapping[str, Value]]]:
        """Pairs of rules that surely hold together, each with a case in which they do."""
        exact = [number for number, box in enumerate(self.boxes) if box.is_exact]
        return [
            (one, other, case)
            for place, one in enumerate(exact)
            for other in exact[place + 1 :]
            if (case := self._common(self.boxes[one], self.boxes[other])) is not None
        ]

    def _common(self, one: Box, other: Box) -> Mapping[str, Value] | None:
        case: dict[str, Value] = {}
        for name in self.regions:
            if name not in one.held and name not in other.held:
                continue
            whole = self.regions[name].all
            common = one.held.get(name, whole) & other.held.get(name, whole)
            if not common:
                return None
            case[name] = self.regions[name].points[_lowest(common)]
        return case

    def covered_by_one(self, number: int) -> int | None:
        """An earlier rule that surely holds whenever this one does."""
        box = self.boxes[number]
        for earlier, other in enumerate(self.boxes[:number]):
            if other.is_exact and all(
                not box.held.get(name, self.regions[name].all) & ~held for name, held in other.held.items()
            ):
                return earlier
        return None

    def gaps(self, most: int) -> list[Mapping[str, Value]]:
        """Cases in which surely no rule holds. Raises TooManyCases."""
        search = _Search(self)
        return [case for case, _ in zip(search.uncovered(0, search.everything), range(most), strict=False)]


class _Search:
    """Goes through the variables one by one, keeping the rules that still may hold."""

    def __init__(self, grid: Grid) -> None:
        self.names = [name for name in grid.regions if any(name in box.held for box in grid.boxes)]
        self.grid = grid
        self.everything = (1 << len(grid.boxes)) - 1
        self.steps = 0
        self.covered: set[tuple[int, int]] = set()

    @cached_property
    def groups(self) -> list[list[tuple[Value, int]]]:
        """For each variable: the rules that hold at a region, once for all regions where they are the same."""
        found = []
        for name in self.names:
            regions = self.grid.regions[name]
            if len(regions.points) * len(self.grid.boxes) > MAX_STEPS:
                raise TooManyCases
            held = [box.held.get(name, regions.all) for box in self.grid.boxes]
            rules: dict[int, Value] = {}
            for place, point in enumerate(regions.points):
                here = sum(1 << number for number, one in enumerate(held) if one >> place & 1)
                rules.setdefault(here, point)
            found.append([(point, here) for here, point in rules.items()])
        return found

    @cached_property
    def free(self) -> list[int]:
        """For each variable: the rules that ask nothing of it, nor of those after it."""
        found = [self.everything]
        for name in reversed(self.names):
            whole = self.grid.regions[name].all
            asks_nothing = [box.held.get(name, whole) == whole for box in self.grid.boxes]
            found.append(found[-1] & sum(1 << number for number, nothing in enumerate(asks_nothing) if nothing))
        return found[::-1]

    def uncovered(self, depth: int, alive: int) -> Iterator[Mapping[str, Value]]:
        """Cases of the variables from `depth` on for which none of the rules holds."""
        if alive & self.free[depth] or (depth, alive) in self.covered:
            return
        if depth == len(self.names):
            yield {}
            return
        is_covered = True
        seen: set[int] = set()
        for point, here in self.groups[depth]:
            self.steps += 1
            if self.steps > MAX_STEPS:
                raise TooManyCases
            if (left := alive & here) in seen:
                continue
            seen.add(left)
            for case in self.uncovered(depth + 1, left):
                is_covered = False
                yield {self.names[depth]: point, **case}
        if is_covered:
            self.covered.add((depth, alive))


def _parts(tree: ast.expr) -> Iterator[ast.expr]:
    """The conditions that must all hold."""
    if isinstance(tree, ast.BoolOp) and isinstance(tree.op, ast.And):
        for value in tree.values:
            yield from _parts(value)
    else:
        yield tree


def _lowest(bits: int) -> int:
    return (bits & -bits).bit_length() - 1
