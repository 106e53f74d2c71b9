"""Diagrams that must never run: ``attacks/<code>.<what>.bpmn``, each refused for the reason in its name."""

import re
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from tests.workflows.engine.drawing import HEAD, TAIL, Drawing, bundle
from tests.workflows.engine.walking import codes
from workflows.engine import Bundle, DiagramRefused, check_bundle, compile_bundle

CORPUS = sorted((Path(__file__).parent / "attacks").glob("*.bpmn"))


def test_the_corpus_is_there() -> None:
    assert len(CORPUS) > 100


@pytest.mark.parametrize("file", CORPUS, ids=lambda file: file.stem)
def test_an_attack_is_refused_for_its_reason(file: Path) -> None:
    attack = Bundle("p", {file.name: file.read_bytes()})
    problems = check_bundle(attack)
    assert file.stem.partition(".")[0] in {problem.code for problem in problems}
    with pytest.raises(DiagramRefused):
        compile_bundle(attack)
    for problem in problems:
        assert re.search("[\u4e00-\u9fff]", problem.message), "told in Chinese"
        assert re.search("请|只|须|应|无法|不支持|不能", problem.message), "says what to do"


def test_a_file_larger_than_a_megabyte_is_not_even_parsed() -> None:
    padding = b"<!--" + b"x" * 1024 * 1024 + b"-->"
    assert codes(Bundle("p", {"p.bpmn": HEAD.encode() + padding + TAIL.encode()})) == {"file_too_big"}


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "gb18030", "utf-7"])
def test_a_dtd_cannot_hide_in_another_encoding(encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE x [<!ENTITY a "中">]>{HEAD}{TAIL}'
    assert codes(Bundle("p", {"p.bpmn": text.encode(encoding)})) <= {"not_utf8", "dtd", "xml_broken"}
    assert codes(Bundle("p", {"p.bpmn": text.encode(encoding)}))


def test_two_processes_that_call_each_other_are_refused() -> None:
    one = Drawing("one").start("s1").call("c1", "two").end("e1").chain("s1", "c1", "e1")
    two = Drawing("two").start("s2").call("c2", "one").end("e2").chain("s2", "c2", "e2")
    assert codes(bundle(one, two)) == {"call_circle"}


def test_calls_that_multiply_are_refused_before_they_are_followed() -> None:
    layers = []
    for level in range(20):
        drawing = Drawing(f"p{level}").start(f"s{level}").end(f"e{level}")
        calls = [f"c{level}x{n}" for n in range(8)]
        for call in calls:
            drawing.call(call, f"p{level + 1}")
        layers.append(drawing.chain(f"s{level}", *calls, f"e{level}"))
    last = Drawing("p20").start("s20").user("u").end("e20").chain("s20", "u", "e20")
    assert codes(bundle(*layers[:19], Drawing("p19").start("s19").end("e19").chain("s19", "e19"))) & {
        "calls_too_deep",
        "too_many_places",
    }
    assert codes(bundle(*layers, last)) == {"too_many_files"}


def test_a_process_with_too_many_nodes_is_refused() -> None:
    names = [f"u{n}" for n in range(200)]
    drawing = Drawing("p").start().end("done")
    for name in names:
        drawing.user(name)
    assert codes(bundle(drawing.chain("start", *names, "done"))) == {"too_many_nodes"}


def test_the_largest_process_that_is_accepted_can_be_run() -> None:
    names = [f"u{n}" for n in range(148)]
    drawing = Drawing("p").start().end("done")
    for name in names:
        drawing.user(name)
    definition = compile_bundle(bundle(drawing.chain("start", *names, "done")))
    assert len(definition.user_tasks) == 148


def test_a_file_that_nothing_uses_is_refused() -> None:
    main = Drawing("p").start().user("a").end("e").chain("start", "a", "e")
    other = Drawing("q").start("s").user("b").end("f").chain("s", "b", "f")
    assert codes(bundle(main, other)) == {"file_not_used"}
    assert codes(Bundle("p", {"p.bpmn": main.xml(), "run.sh": b"#!/bin/sh"})) == {"file_kind"}


def test_an_unknown_variable_is_refused_with_those_that_are_known() -> None:
    drawing = Drawing("p").start().user("a").gateway("exclusive", "g", default="low").end("x").end("y")
    drawing.chain("start", "a", "g").flow("g", "x", "hors > 10").flow("g", "y", id="low")
    problems = check_bundle(bundle(drawing), known_variables={"hours", "kind"})
    assert [problem.code for problem in problems] == ["unknown_variable"]
    assert "hors" in problems[0].message
    assert "hours、kind" in problems[0].message


def test_unknown_parties_and_permissions_are_refused() -> None:
    drawing = Drawing("p").start().user("a", lane="boss", permission="root").end("x").chain("start", "a", "x")
    assert codes(bundle(drawing), known_parties={"hr"}, known_permissions={"score_review"}) == {"unknown_code"}
    assert codes(bundle(drawing), known_parties={"boss"}, known_permissions={"root"}) == set()
    assert codes(bundle(drawing)) == set()


INERT = [
    ("markup", "<img src=x onerror=alert(1)>"),
    ("a template", "{{ 7 * 7 }}{% raw %}"),
    ("an expression", "${7 * 7}#{7}"),
    ("a link", "javascript:alert(1)"),
    ("a format string", "{0.__class__}%s%n"),
    ("signs that turn the text around", "审\u202e核\u200b"),
]


@pytest.mark.parametrize(("what", "name"), INERT, ids=[row[0] for row in INERT])
def test_a_name_is_only_ever_text(what: str, name: str) -> None:
    """Nothing of a name is run; it reaches nobody but the reader, whose pages escape it."""
    drawing = Drawing("p").start().user("a", name=name).end("e", name).chain("start", "a", "e")
    drawing.raw(f"<bpmn:textAnnotation id='n'><bpmn:text>{escape(name)}</bpmn:text></bpmn:textAnnotation>")
    assert codes(bundle(drawing)) == set(), what
    definition = compile_bundle(bundle(drawing))
    assert definition.user_tasks["a"].name == name
    assert name not in str(vars(definition.main_spec.task_specs["a"])), "SpiffWorkflow never sees it"


def test_processing_instructions_and_comments_do_nothing() -> None:
    drawing = Drawing("p").start().user("a").end("e").chain("start", "a", "e")
    xml = b'<?xml-stylesheet href="javascript:alert(1)"?><?php system("id") ?>' + drawing.xml()
    assert (
        codes(Bundle("p", {"p.bpmn": xml.replace(b"</bpmn:process>", b"<!-- <x/> --><?x y?></bpmn:process>")}))
        == set()
    )
