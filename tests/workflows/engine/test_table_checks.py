"""Gaps and overlaps of decision tables, found without running them."""

import time
from collections.abc import Mapping
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from tests.workflows.engine.drawing import table
from workflows.engine import Domain, Problem, table_problems
from workflows.engine.dmn import read_tables
from workflows.engine.expressions import Evaluator, Value
from workflows.engine.model import Diagram
from workflows.engine.problems import Report
from workflows.engine.table_checks import Grid
from workflows.engine.tables import Table

DOMAINS = {
    "hours": Domain(Decimal, "学时"),
    "people": Domain(int, "人数"),
    "urgent": Domain(bool, "是否加急"),
    "industry": Domain(str, "行业"),
    "level": Domain(str, "级别", ("city", "county"), {"city": "市级", "county": "县级"}),
}


def read(inputs: list[str], rows: list[list[str]], policy: str = "UNIQUE") -> Table:
    """A table of one output, the last cell of each row."""
    report = Report()
    (found,) = read_tables("t.dmn", etree.fromstring(table("t", inputs, ["way"], rows, policy)), report)
    assert not report
    return found


def problems(inputs: list[str], rows: list[list[str]], policy: str = "UNIQUE") -> list[Problem]:
    return table_problems(Diagram("p", {}, {"t": read(inputs, rows, policy)}), DOMAINS)


@pytest.mark.parametrize(
    ("what", "inputs", "rows", "codes"),
    [
        ("halves that meet", ["hours"], [["<= 8", "1"], ["> 8", "2"]], []),
        ("halves that share a value", ["hours"], [["<= 8", "1"], [">= 8", "2"]], ["table_overlap"]),
        ("halves that leave a value out", ["hours"], [["< 8", "1"], ["> 8", "2"]], ["table_gap"]),
        ("no gap between whole numbers", ["people"], [["<= 8", "1"], [">= 9", "2"]], []),
        ("a gap between tenths", ["hours"], [["<= 8", "1"], [">= 9", "2"]], ["table_gap"]),
        ("no gap between neighbouring tenths", ["hours"], [["<= 8", "1"], [">= 8.1", "2"]], []),
        ("nothing is below zero", ["people"], [[">= 0", "1"]], []),
        ("ranges in one cell", ["hours"], [["< 5", "1"], [">= 5 and hours < 9", "2"], [">= 9", "3"]], []),
        ("a chain of comparisons", ["hours < 5"], [["true", "1"], ["false", "2"]], []),
        ("true and false", ["urgent"], [["true", "1"], ["false", "2"]], []),
        ("only true", ["urgent"], [["true", "1"]], ["table_gap"]),
        ("all words there are", ["level"], [['"city"', "1"], ['"county"', "2"]], []),
        ("one word only", ["level"], [['"city"', "1"]], ["table_gap"]),
        ("a word that is none", ["level"], [['"province"', "1"], ["-", "2"]], ["table_value_unknown"]),
        ("words without end", ["industry"], [['"a"', "1"], ['"b", "c"', "2"]], ["table_gap"]),
        ("words and all others", ["industry"], [['"a"', "1"], ['!= "a"', "2"]], []),
        ("a number for a word", ["industry"], [["3", "1"], ["-", "2"]], ["table_value_kind"]),
        ("a word for a number", ["hours"], [['"8"', "1"], ["-", "2"]], ["table_value_kind"]),
        ("a word ordered against a number", ["hours"], [['> "8"', "1"]], ["table_value_kind"]),
        ("one row for everything", ["hours", "urgent"], [["-", "-", "1"]], []),
        ("a row beside one for everything", ["hours"], [["> 8", "1"], ["-", "2"]], ["table_overlap"]),
        (
            "two columns",
            ["hours", "urgent"],
            [["> 8", "true", "1"], ["<= 8", "-", "2"], ["> 8", "false", "3"]],
            [],
        ),
        ("a corner left out", ["hours", "urgent"], [["> 8", "true", "1"], ["<= 8", "-", "2"]], ["table_gap"]),
        (
            "a row that contradicts itself",
            ["people"],
            [["> 8 and people < 5", "1"], ["-", "2"]],
            ["table_rule_never"],
        ),
        ("sums are not judged", ["hours + people"], [["> 8", "1"], ["> 7", "2"]], []),
        ("nor two variables in one comparison", ["hours"], [["> people", "1"], ["<= people", "2"]], []),
    ],
)
def test_a_table_that_must_hit_once(what: str, inputs: list[str], rows: list[list[str]], codes: list[str]) -> None:
    found = problems(inputs, rows)
    assert [problem.code for problem in found] == codes, what
    assert all(problem.element_id in ("t", "r0", "r1", "r2") and "请" in problem.message for problem in found)


@pytest.mark.parametrize(
    ("what", "rows", "codes"),
    [
        ("overlaps are meant", [["> 8", "1"], ["-", "2"]], []),
        ("a rule after one for everything", [["-", "1"], ["> 8", "2"]], ["table_rule_never"]),
        ("a rule within an earlier one", [["> 5", "1"], ["> 8", "2"], ["-", "3"]], ["table_rule_never"]),
        ("gaps are not", [["> 8", "1"], ["> 5", "2"]], ["table_gap"]),
    ],
)
def test_a_table_whose_first_hit_counts(what: str, rows: list[list[str]], codes: list[str]) -> None:
    assert [problem.code for problem in problems(["hours"], rows, "FIRST")] == codes, what


def test_what_is_wrong_is_said_in_words_with_an_example() -> None:
    rows = [["> 8", '"city"', "1"], [">= 8", "-", "2"]]
    overlap, *gaps = problems(["hours", "level"], rows)
    assert overlap.message == (
        "决策表“t”第 1 行与第 2 行重叠：例如学时为8.1、级别为“市级”时两行都成立，"
        "请改条件使其互不重叠，或把命中策略改为“首个”。"
    )
    assert overlap.element_id == "r1"
    assert "例如学时为0、级别为“市级”时没有一行成立" in gaps[0].message
    assert gaps[0].element_id == "t"


def test_the_largest_table_is_checked_quickly() -> None:
    ranges = [[f">= {n} and hours < {n + 1}", "-", '"a", "b"', str(n)] for n in range(200)]
    words = [[str(n), "true" if n % 2 else "-", f'"x{n}"', str(n)] for n in range(200)]
    scattered = [[f"> {n % 37}", "true" if n % 2 else "-", f'!= "x{n % 53}"', str(n)] for n in range(200)]
    for rows in (ranges, words, scattered):
        begun = time.process_time()
        assert problems(["hours", "urgent", "industry"], rows)
        assert time.process_time() - begun < 2


def test_a_table_with_too_many_cases_is_refused_quickly() -> None:
    """Every rule asks for other values in each column, so that hardly two cases look the same."""
    names = ["hours", "people", "industry"]
    rows = [
        [
            ", ".join(str((n * 7 + k * k) % 97) for k in range(6)),
            ", ".join(str((n * 5 + k * 3) % 89) for k in range(6)),
            ", ".join(f'"x{(n * 3 + k) % 83}"' for k in range(6)),
            str(n),
        ]
        for n in range(200)
    ]
    begun = time.process_time()
    assert problems(names, rows, "FIRST")
    assert time.process_time() - begun < 2
    literals = [[", ".join(str(n * 400 + k) for k in range(190)), str(n)] for n in range(200)]
    begun = time.process_time()
    assert [problem.code for problem in problems(["people"], literals)] == ["table_too_complex"]
    assert time.process_time() - begun < 2


CELLS: Mapping[str, list[str]] = {
    "hours": ["-", "< 2", "<= 2", "> 2", ">= 3.5", "2, 3.5", "!= 2", "> 1 and hours < 3", "== 3"],
    "people": ["-", "0", "< 3", ">= 2.5", "1, 2, 9", "> 1 or people == 0", "!= 1"],
    "urgent": ["-", "true", "false", "true, false", "!= true", "== false"],
    "industry": ["-", '"a"', '"a", "b"', '!= "b"', '== "其他"'],
    "level": ["-", '"city"', '"county"', '!= "city"', '"city", "county"'],
    "people > 1": ["-", "true", "false", "== true"],
}
SAMPLES: Mapping[str, list[Value]] = {
    "hours": [Decimal(n) / 10 for n in range(60)],
    "people": list(range(12)),
    "urgent": [True, False],
    "industry": ["a", "b", "其他", "另一种", "别的值", "z"],
    "level": ["city", "county"],
}


@given(data=st.data())
def test_the_checks_agree_with_trying_every_value(data: st.DataObject) -> None:
    inputs = data.draw(st.lists(st.sampled_from(list(CELLS)), min_size=1, max_size=3, unique=True))
    cells = st.tuples(*(st.sampled_from(CELLS[name]) for name in inputs), st.just("1"))
    rows = data.draw(st.lists(cells, min_size=1, max_size=4))
    found = {problem.code for problem in problems(inputs, [list(row) for row in rows])}
    hits = _hits(read(inputs, [list(row) for row in rows]))
    assert ("table_gap" in found) == any(not held for held in hits)
    assert ("table_overlap" in found) == any(len(held) > 1 for held in hits)
    never = set(range(len(rows))) - {number for held in hits for number in held}
    assert ("table_rule_never" in found) == bool(never)


@given(data=st.data())
def test_every_example_is_one(data: st.DataObject) -> None:
    """What stands in a message as an example of a gap is a case in which no rule holds."""
    inputs = data.draw(st.lists(st.sampled_from(list(SAMPLES)), min_size=1, max_size=3, unique=True))
    cells = st.tuples(*(st.sampled_from(CELLS[name]) for name in inputs), st.just("1"))
    found = read(inputs, [list(row) for row in data.draw(st.lists(cells, min_size=1, max_size=4))])
    grid = Grid(found, DOMAINS)
    other = {name: values[0] for name, values in SAMPLES.items()}
    for case in grid.gaps(5):
        assert not _holding(found, {**other, **case})
    for one, another, case in grid.overlaps():
        assert {one, another} <= set(_holding(found, {**other, **case}))


def _hits(found: Table) -> list[list[int]]:
    names = sorted(found.variables)
    cases = product(*(SAMPLES[name] for name in names))
    return [_holding(found, dict(zip(names, case, strict=True))) for case in cases]


def _holding(found: Table, case: Mapping[str, Value]) -> list[int]:
    evaluator = Evaluator(case)
    rules = enumerate(found.rules)
    return [number for number, rule in rules if all(evaluator.truth(tree) for tree in rule.conditions)]
