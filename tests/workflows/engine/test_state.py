"""A state is its bytes: the same in every process, enough to go on from, and never more than it says."""

import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser

from tests.workflows.engine.drawing import Drawing, bundle
from tests.workflows.engine.generating import TABLE, VARIABLES, Artist, Block
from tests.workflows.engine.walking import Walk
from workflows.engine import ENGINE_VERSION, Bundle, Event, Step, compile_bundle, fold, open_tasks
from workflows.library import load_bundle

ROOT = Path(__file__).parents[3]
VALUES = {"hours": 7, **dict.fromkeys(VARIABLES, True)}
DIAGRAMS: dict[str, Block] = {
    "a subprocess, a waiting timer and a loop back": (
        "sequence",
        [("timed_sub", ("loop",)), ("again", ("timed", False)), ("choice",)],
    ),
    "parallel calls": ("parallel", [("call", ("loop",)), ("call", ("timed", True)), ("rule",)]),
    "inclusive branches": (
        "inclusive",
        [("again", ("task",)), ("sub", ("parallel", [("task",), ("loop",)])), ("rule",)],
    ),
}

OTHER_PROCESS = """
import json, sys
from workflows.engine import Bundle, Event, advance, compile_bundle
given = json.load(sys.stdin)
files = {name: text.encode() for name, text in given["files"].items()}
definition = compile_bundle(Bundle(given["process"], files))
state = given["state"].encode() if given["state"] else None
digests = []
for key in given["events"]:
    step = advance(definition, state, Event.from_key(key))
    state = step.state
    digests.append(step.digest)
json.dump(digests, sys.stdout)
"""


def walk_at_random(diagram: Bundle, seed: int) -> Walk:
    """A walk of at most 25 events, the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311
    walk = Walk(diagram, **VALUES)
    timers = {timer.timer_key for timer in walk.last.timers_opened}
    while walk.last.ended is None and len(walk.events) < 25:
        key = chance.choice([*walk.open, *sorted(timers)])
        step = walk.fire(key) if key in timers else walk.decide(key, chance.choice(["approve", "return"]))
        timers = (timers | {timer.timer_key for timer in step.timers_opened}) - set(step.timers_closed)
    return walk


def in_another_process(diagram: Bundle, state: bytes | None, events: list[Event], hash_seed: str) -> list[str]:
    """The digests that a fresh Python, with another order of hashes, comes to."""
    given = {
        "process": diagram.process_id,
        "files": {name: data.decode() for name, data in diagram.files.items()},
        "state": state.decode() if state else None,
        "events": [event.key for event in events],
    }
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", OTHER_PROCESS],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
    )
    return list(json.loads(done.stdout))


@pytest.mark.parametrize(("block", "hash_seed"), list(zip(DIAGRAMS.values(), "012", strict=True)), ids=DIAGRAMS)
def test_the_same_path_gives_the_same_digests_in_another_process(block: Block, hash_seed: str) -> None:
    diagram = Artist().bundle(block)
    walk = walk_at_random(diagram, seed=len(str(block)))
    digests = [step.digest for step in walk.steps]
    assert len(digests) >= 5
    assert in_another_process(diagram, None, walk.events, hash_seed) == digests
    half = len(digests) // 2
    middle = walk.steps[half - 1].state
    assert in_another_process(diagram, middle, walk.events[half:], hash_seed) == digests[half:]


@pytest.mark.parametrize("block", DIAGRAMS.values(), ids=DIAGRAMS)
@pytest.mark.parametrize("seed", range(5))
def test_the_same_path_gives_the_same_steps_again(block: Block, seed: int) -> None:
    walk = walk_at_random(Artist().bundle(block), seed)
    assert fold(walk.definition, walk.events) == walk.steps


def test_a_state_holds_no_time_no_random_id_and_no_spec() -> None:
    walk = walk_at_random(Artist().bundle(DIAGRAMS["parallel calls"]), 1)
    version, definition, events, openings, decisions, outputs, rows = json.loads(walk.last.state)
    assert version == ENGINE_VERSION
    assert definition == walk.definition.digest
    assert events == len(walk.events)
    known = {str, int, bool, type(None)}
    for row in rows:
        assert len(row) == 6
        assert {type(field) for field in row} <= known
        assert row[0].partition(".")[0] in {*walk.definition.nodes, *walk.definition.diagram.scopes, "Start", "End"}
    for pairs in (openings, decisions, outputs):
        assert pairs == sorted(pairs)


def test_a_restored_state_does_not_parse_the_diagram_again(monkeypatch: pytest.MonkeyPatch) -> None:
    walk = Walk(load_bundle("score_declaration"))

    def refuse(*_args: object) -> None:
        raise AssertionError("parsed again")

    for method in ("add_bpmn_xml", "get_spec", "get_subprocess_specs"):
        monkeypatch.setattr(BpmnParser, method, refuse)
    assert walk.decide("employer_review#1").opened[0].task_key == "hr_review#1"


def test_a_state_from_another_version_of_the_engine_must_be_rebuilt() -> None:
    walk = Walk(load_bundle("score_declaration"))
    older = walk.last.state.replace(ENGINE_VERSION.encode(), b"0/older")
    with pytest.raises(Exception, match="须从路径重建"):
        open_tasks(walk.definition, older)


def test_equal_states_are_equal_whatever_happened_to_names_values_and_people() -> None:
    definition = compile_bundle(load_bundle("score_declaration"))
    walks = [Walk(definition, name="张三", hours=1), Walk(definition, name="李四", hours=90)]
    for walk in walks:
        walk.decide("employer_review#1", "return")
    one, other = (walk.last for walk in walks)
    assert isinstance(one, Step)
    assert one == other


def test_a_bundles_digest_is_of_all_it_holds() -> None:
    drawing = Drawing("p").start().user("a").end("e").chain("start", "a", "e")
    one = bundle(drawing)
    assert one.digest == bundle(drawing).digest == compile_bundle(one).digest
    assert len(one.digest) == 64
    assert one.digest != Bundle("p", {**one.files, "g.dmn": TABLE}).digest
    assert one.digest != Bundle("q", one.files).digest
    assert one.digest != Bundle("p", {"renamed.bpmn": one.files["p.bpmn"]}).digest
    assert one.digest != Bundle("p", {"p.bpmn": one.files["p.bpmn"].replace(b"hr", b"hq")}).digest
