"""One engine step, remembered and not, beside SpiffWorkflow alone: deserialise, run, serialise."""

import json
from collections.abc import Callable
from typing import Any

from lxml import etree
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.spiff.parser import SpiffBpmnParser
from SpiffWorkflow.spiff.serializer.config import SPIFF_CONFIG
from SpiffWorkflow.util.task import TaskState

from bench.figures import Figure, at_most, in_turn, percentile
from workflows.engine import Event, Memo, advance, compile_bundle
from workflows.library import load_bundle

PROCESS = "score_declaration"
TASK = "employer_review"
TIMES = 300
BATCH = 1_000  # a hit is too short for the clock to be asked each time


def measure() -> list[Figure]:
    """The employer approves: on a memo hit, and on a miss."""
    alone = spiffworkflow_alone()
    hit, miss = ours()
    missed, floor = in_turn(miss, alone, times=TIMES, warm_up=20)
    hits, _ = in_turn(lambda: [hit() for _ in range(BATCH)], alone, times=TIMES // 10, warm_up=2)
    base = percentile(floor, 0.5) * 1e6
    return [
        at_most("engine step on a memo hit, p50", percentile(hits, 0.5) / BATCH * 1e6, "µs", base, 0.01),
        at_most("engine step on a miss, p50", percentile(missed, 0.5) * 1e6, "µs", base, 1.5),
    ]


def ours() -> tuple[Callable[[], object], Callable[[], object]]:
    """The step through a memo that has it, and through one that was just emptied."""
    definition = compile_bundle(load_bundle(PROCESS))
    nothing = definition.project({})
    begun = advance(definition, None, Event.started(nothing))
    event = Event.completed(f"{TASK}#1", "approve", nothing)
    memo, empty = Memo(1_000), Memo(1_000)

    def hit() -> object:
        return memo.advance(definition, begun.digest, event, lambda: begun.state)

    def miss() -> object:
        empty.clear()
        return empty.advance(definition, begun.digest, event, lambda: begun.state)

    hit()
    return hit, miss


def spiffworkflow_alone() -> Callable[[], str]:
    """The same step as SpiffWorkflow's documentation does it."""
    parser = SpiffBpmnParser()
    for file, data in load_bundle(PROCESS).files.items():
        parser.add_bpmn_xml(etree.fromstring(data), filename=file)
    serializer = BpmnWorkflowSerializer(BpmnWorkflowSerializer.configure(SPIFF_CONFIG))
    workflow = BpmnWorkflow(parser.get_spec(PROCESS), parser.get_subprocess_specs(PROCESS))
    workflow.do_engine_steps()
    saved = serializer.serialize_json(workflow)
    assert TASK in json.loads(saved)["spec"]["task_specs"]

    def step() -> str:
        restored: Any = serializer.deserialize_json(saved)
        task = restored.get_next_task(state=TaskState.READY, spec_name=TASK)
        task.data["outcome"] = "approve"
        task.run()
        restored.do_engine_steps()
        return str(serializer.serialize_json(restored))

    return step
