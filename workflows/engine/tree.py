"""Between a state's rows and SpiffWorkflow's task tree: the only place where either is made from the other."""

from collections.abc import Iterator
from typing import Any

from SpiffWorkflow.bpmn.specs.mixins.subworkflow_task import SubWorkflowTask
from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.task import Task

from .definition import Definition
from .errors import PathTooLong, StateNotUnderstood
from .script import StepEngine
from .state import Row, corrupt

_FIRST_ID = 1  # SpiffWorkflow replaces an id of 0 by one of its own
MAX_DEPTH = 600  # SpiffWorkflow's iterators stop silently at 1,000, and some of its walks recurse


def begin_tree(definition: Definition, engine: StepEngine) -> Any:
    """A new workflow, not yet run."""
    return BpmnWorkflow(definition.main_spec, definition.called_specs, script_engine=engine)


def restore_tree(definition: Definition, engine: StepEngine, rows: list[Row]) -> Any:
    """Hang tasks onto the definition's cached specs; the diagram is not parsed again.

    This is the one place where a workflow comes back to life, and its script engine and environment are ours.
    """
    workflow = BpmnWorkflow(definition.main_spec, definition.called_specs, script_engine=engine, deserializing=True)
    tasks: list[Any] = []
    try:
        for number, row in enumerate(rows):
            tasks.append(_restore_task(workflow, tasks, number, row))
    except (IndexError, AttributeError, TypeError) as error:
        raise StateNotUnderstood(reason="任务树已损坏") from error
    return workflow


def _restore_task(top: Any, tasks: list[Any], number: int, row: Row) -> Any:
    parent = tasks[row.parent] if row.parent >= 0 else None
    workflow = top if parent is None else parent.workflow
    if row.completed is not None:
        workflow, parent = _restore_workflow(top, parent, row.completed), None
    spec = workflow.spec.task_specs.get(row.spec)
    if spec is None:
        raise StateNotUnderstood(reason=f"流程图中没有“{row.spec}”")
    task = Task(workflow, spec, parent, state=row.state, id=_FIRST_ID + number)
    if parent is None:
        workflow.task_tree = task
    if row.fired:
        task.internal_data["event_fired"] = True
    return task


def _restore_workflow(top: Any, activity: Any | None, completed: bool) -> Any:
    """The workflow whose first task comes next: the process itself, or what an activity runs inside."""
    if activity is None:
        top.completed = completed
        return top
    spec = top.subprocess_specs[activity.task_spec.spec]
    inner = BpmnSubWorkflow(spec, activity.id, top, deserializing=True)
    inner.completed = completed
    inner.completed_event.connect(activity.task_spec._on_subworkflow_completed, activity)
    top.subprocesses[activity.id] = inner
    return inner


def task_at(workflow: Any, number: int) -> Any:
    """The task that was restored from a row."""
    return workflow.get_task_from_id(_FIRST_ID + number)


def number_of(task: Any) -> int | None:
    """The row that a task was restored from, or None for a task that is new."""
    return task.id - _FIRST_ID if isinstance(task.id, int) else None


def walk_tree(workflow: Any) -> Iterator[tuple[Any, int, bool | None]]:
    """Every task in tree order, with its parent's row number, and for the first task of a tree whether it is done.

    What an activity runs inside comes right after it, before what follows it. Raises PathTooLong when the tree
    is deeper than SpiffWorkflow can walk, and StateNotUnderstood when it holds what this walk did not meet.
    """
    waiting: list[tuple[Any, int, int, bool | None]] = [(workflow.task_tree, -1, 1, workflow.completed)]
    number = 0
    while waiting:
        task, parent, depth, completed = waiting.pop()
        if depth > MAX_DEPTH:
            raise PathTooLong(limit=MAX_DEPTH)
        yield task, parent, completed
        waiting.extend((child, number, depth + 1, None) for child in reversed(task.children))
        inner = workflow.subprocesses.get(task.id) if isinstance(task.task_spec, SubWorkflowTask) else None
        if inner is not None:
            waiting.append((inner.task_tree, number, depth + 1, inner.completed))
        number += 1
    if number != len(workflow.tasks) + sum(len(inner.tasks) for inner in workflow.subprocesses.values()):
        raise corrupt("未编号的任务")


def row_of(task: Any, parent: int, completed: bool | None, occurrence: int) -> Row:
    """Write one task by its fields. Raises StateNotUnderstood when it holds what a row has no room for."""
    fired = bool(task.internal_data.get("event_fired"))
    if task.data or task.triggered or task.internal_data.keys() - {"event_fired"}:
        raise corrupt(task.task_spec.name)
    return Row(task.task_spec.name, task.state, parent, fired, occurrence, completed)
