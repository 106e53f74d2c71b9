"""SpiffWorkflow's task tree: restored onto cached specs, driven by our engine only, written down whole."""

from typing import Any

import pytest
from SpiffWorkflow.bpmn.specs.event_definitions.timer import TimerEventDefinition
from SpiffWorkflow.task import Task

from tests.workflows.engine.drawing import Drawing, bundle
from tests.workflows.engine.walking import Walk
from workflows.engine import CodeRefused, Definition, PathTooLong, StateNotUnderstood, WorkflowError, compile_bundle
from workflows.engine.script import StepEngine
from workflows.engine.state import load_state
from workflows.engine.tree import MAX_DEPTH, begin_tree, number_of, restore_tree, row_of, walk_tree


def nested() -> Definition:
    inner = Drawing("sub").start("s").user("deep").timer("t", on="deep").end("e").end("f").chain("s", "deep", "e")
    return compile_bundle(
        bundle(Drawing("p").start().sub(inner.flow("t", "f")).end("done").chain("start", "sub", "done"))
    )


def restored(definition: Definition) -> Any:
    state = load_state(Walk(definition).last.state, definition.digest)
    return restore_tree(definition, StepEngine(definition), state.rows)


def test_a_restored_workflow_and_all_it_runs_inside_have_our_engine_and_environment() -> None:
    workflow = restored(nested())
    assert isinstance(workflow.script_engine, StepEngine)
    assert workflow.script_engine.environment is workflow.script_engine
    assert len(workflow.subprocesses) == 1
    assert all(inner.script_engine is workflow.script_engine for inner in workflow.subprocesses.values())


def test_a_restored_workflow_runs_on_the_definitions_own_specs() -> None:
    definition = nested()
    workflow = restored(definition)
    assert workflow.spec is definition.main_spec
    assert [inner.spec for inner in workflow.subprocesses.values()] == [definition.called_specs["sub"]]


def test_restoring_and_writing_gives_the_same_rows() -> None:
    inner = Drawing("sub").start("s").user("deep").end("e").chain("s", "deep", "e")
    drawing = Drawing("p").start().sub(inner).user("after").end("done").chain("start", "sub", "after", "done")
    walk = Walk(bundle(drawing))
    walk.decide("sub/deep#1")
    for step in walk.steps:
        rows = load_state(step.state, walk.definition.digest).rows
        workflow = restore_tree(walk.definition, StepEngine(walk.definition), rows)
        tasks = list(walk_tree(workflow))
        assert [
            row_of(task, parent, done, rows[number_of(task) or 0].occurrence) for task, parent, done in tasks
        ] == rows


def test_scripts_services_and_foreign_expressions_are_refused_when_asked_for() -> None:
    workflow = restored(nested())
    task = workflow.task_tree
    for asked in (workflow.script_engine, workflow.script_engine.environment):
        with pytest.raises(CodeRefused):
            asked.execute(task, "x = 1")
        with pytest.raises(CodeRefused):
            asked.evaluate(task, "1 == 1")
        with pytest.raises(CodeRefused):
            asked.evaluate("1 == 1", {})
        with pytest.raises(CodeRefused):
            asked.call_service(task, operation="x")
        with pytest.raises(CodeRefused):
            asked.validate("1 == 1")


def test_no_text_of_a_diagram_reaches_spiffworkflow() -> None:
    drawing = Drawing("p").start().user("a", due="P3D").gateway("exclusive", "g", default="low").end("x").end("y")
    drawing.timer("t", on="a", duration="P77D").flow("t", "y").chain("start", "a", "g")
    drawing.flow("g", "x", "outcome == 'approve' and secret_variable", id="yes").flow("g", "y", id="low")
    definition = compile_bundle(bundle(drawing))
    specs = definition.main_spec.task_specs
    assert [condition.args for condition, _ in specs["g"].cond_task_specs if condition] == [("yes",)]
    assert not isinstance(specs["t"].event_definition, TimerEventDefinition)
    seen = repr([vars(spec) for spec in specs.values()])
    assert "secret_variable" not in seen
    assert "P77D" not in seen
    assert "P3D" not in seen


def test_a_task_that_no_row_would_hold_is_an_error_and_not_lost() -> None:
    definition = nested()
    workflow = begin_tree(definition, StepEngine(definition))
    stray = Task(workflow, definition.main_spec.task_specs["done"])
    assert stray.id in workflow.tasks
    with pytest.raises(StateNotUnderstood, match="未编号"):
        list(walk_tree(workflow))


@pytest.mark.parametrize("field", ["data", "internal_data"])
def test_data_that_no_row_would_hold_is_an_error_and_not_lost(field: str) -> None:
    workflow = restored(nested())
    getattr(workflow.task_tree, field)["surprise"] = 1
    with pytest.raises(StateNotUnderstood, match="Start"):
        row_of(workflow.task_tree, -1, False, 0)


@pytest.mark.parametrize("change", [("spec", "nowhere"), ("parent", 10_000), ("parent", 5)])
def test_rows_that_do_not_make_a_tree_are_not_understood(change: tuple[str, Any]) -> None:
    definition = nested()
    rows = load_state(Walk(definition).last.state, definition.digest).rows
    rows[2] = rows[2]._replace(**{change[0]: change[1]})
    with pytest.raises(StateNotUnderstood):
        restore_tree(definition, StepEngine(definition), rows)


def test_a_tree_too_deep_for_spiffworkflow_is_refused_before_it_goes_wrong() -> None:
    """Twenty gateways in a ring: the tree is deep long before the path is long."""
    ring = [f"g{number}" for number in range(20)]
    drawing = Drawing("p").start().user("a").gateway("exclusive", "back", default="low").end("done")
    for gateway in ring:
        drawing.gateway("exclusive", gateway)
    drawing.chain("start", *ring, "a", "back").flow("back", "done", "outcome == 'approve'")
    walk = Walk(bundle(drawing.flow("back", ring[0], id="low")))
    for number in range(1, MAX_DEPTH // 22):
        walk.decide(f"a#{number}", "return")
    with pytest.raises(PathTooLong):
        walk.decide(walk.open[0], "return")
    assert walk.decide(walk.open[0], "approve").ended == "done"


def test_every_refusal_of_the_engine_is_a_workflow_error_that_tells_in_chinese() -> None:
    error = CodeRefused(what="脚本")
    assert isinstance(error, WorkflowError)
    assert error.what == "脚本"
    assert str(error) == "流程图中的代码不会被执行：脚本。"
    with pytest.raises(AttributeError):
        _ = error.unknown
