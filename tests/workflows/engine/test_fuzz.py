"""Whatever is uploaded gets an answer: problems or a definition, never another exception."""

import ast
import contextlib
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from tests.workflows.engine.drawing import table
from workflows.engine import Bundle, DiagramRefused, ValueNotComparable, check_bundle, compile_bundle
from workflows.engine.expressions import Evaluator
from workflows.engine.grammar import ExpressionRefused, parse_expression
from workflows.engine.literals import show
from workflows.library import load_bundle

SAVED = (Path(__file__).parent / "saved_by_bpmn_js.bpmn").read_bytes()
SHIPPED = load_bundle("score_declaration").files["score_declaration.bpmn"]
DMN = table("grading", ["kind"], ["grade"], [['"public"', '"A"'], ["-", '"B"']])
NAMES = ("hours", "kind", "max")
WORDS = ["outcome", "abs(", "max(", "outcome_of(", "starts_with(", "eval(", "true", "'a'", "1", "2.5", "9" * 30]
MARKS = [
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ",",
    ":",
    ".",
    "+",
    "-",
    "*",
    "/",
    "**",
    "%",
    "==",
    "!=",
    "<",
    ">=",
    "=",
    ":=",
]
PYTHON = [
    " and ",
    " or ",
    " not ",
    " in ",
    " is ",
    " if ",
    " else ",
    "lambda ",
    "f'",
    "__class__",
    "\\",
    "\n",
    "\x00",
]
ODD = ["0x", "1e999", "1_0", "‘", "王", "\ud7ff"]
PIECES = [*NAMES, *WORDS, *MARKS, *PYTHON, *ODD]
values: st.SearchStrategy[Any] = st.one_of(st.booleans(), st.integers(), st.text(max_size=5), st.decimals())


def parsed(text: str) -> ast.expr | None:
    """The tree of an expression, None when it is refused."""
    try:
        return parse_expression(text)
    except ExpressionRefused:
        return None


@given(pieces=st.lists(st.sampled_from(PIECES), max_size=12), drawn=st.tuples(values, values, values))
def test_any_text_is_refused_or_evaluates_safely(pieces: list[str], drawn: tuple[Any, Any, Any]) -> None:
    tree = parsed("".join(pieces))
    if tree is None:
        return
    assert show(parse_expression(show(tree))) == show(tree)
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    if names <= {*NAMES, "abs", "starts_with"}:
        with contextlib.suppress(ValueNotComparable):
            result = Evaluator({**dict(zip(NAMES, drawn, strict=True)), "abs": 1, "starts_with": 1}).truth(tree)
            assert isinstance(result, bool)


@pytest.mark.parametrize(("process_id", "seed"), [("Process_1", SAVED), ("score_declaration", SHIPPED)])
@given(data=st.data())
def test_a_damaged_diagram_gets_problems_and_nothing_else(
    process_id: str, seed: bytes, data: st.DataObject
) -> None:
    bundle = Bundle(process_id, {"a.bpmn": damage(data, seed)})
    problems = check_bundle(bundle)
    assert all(problem.code and problem.message for problem in problems)
    with contextlib.suppress(DiagramRefused):
        assert compile_bundle(bundle)
        assert problems == []


@given(data=st.data())
def test_a_damaged_table_gets_problems_and_nothing_else(data: st.DataObject) -> None:
    assert check_bundle(Bundle("p", {"a.dmn": damage(data, DMN), "p.bpmn": SHIPPED}))


def damage(data: st.DataObject, xml: bytes) -> bytes:
    """Take out, double, move or rename a few elements and attributes; the XML stays well formed."""
    root = etree.fromstring(xml)
    for drawing in root.findall("{http://www.omg.org/spec/BPMN/20100524/DI}BPMNDiagram"):
        root.remove(drawing)
    for _ in range(data.draw(st.integers(1, 3))):
        elements = list(root.iter())
        one, other = (elements[data.draw(st.integers(0, len(elements) - 1))] for _ in range(2))
        data.draw(st.sampled_from([take_out, double, move, rename, borrow, empty, retext]))(one, other)
    return etree.tostring(root)


def take_out(one: Any, _other: Any) -> None:
    if one.getparent() is not None:
        one.getparent().remove(one)


def double(one: Any, _other: Any) -> None:
    if one.getparent() is not None:
        one.addnext(deepcopy(one))


def move(one: Any, other: Any) -> None:
    if one.getparent() is not None and one not in [other, *other.iterancestors()]:
        other.append(one)


def rename(one: Any, other: Any) -> None:
    one.tag = other.tag


def borrow(one: Any, other: Any) -> None:
    for name, value in list(other.attrib.items())[:2]:
        one.set(name, value)


def empty(one: Any, _other: Any) -> None:
    for name in list(one.attrib)[:1]:
        one.set(name, "")


def retext(one: Any, other: Any) -> None:
    one.text = other.get("id") or other.get("name") or "x"
