"""The engine: a pure function from a definition, a state and an event to the next step."""

from collections.abc import Iterable
from typing import Any

from SpiffWorkflow.exceptions import SpiffWorkflowException
from SpiffWorkflow.util.task import TaskState

from .definition import Definition
from .errors import (
    EndsDisagree,
    EventOutOfPlace,
    OutcomeNotOffered,
    PathTooLong,
    ProjectionMismatch,
    StuckWorkflow,
    UnknownTask,
    UnknownTimer,
)
from .events import COMPLETED, STARTED, Event
from .places import Places, find_places, is_open
from .projection import Projection
from .script import StepEngine, path_of, place
from .state import Row, State, digest_of, dump_state, load_state
from .steps import ClosedTask, Step
from .tree import begin_tree, number_of, restore_tree, row_of, task_at, walk_tree

MAX_EVENTS = 200
_NOWHERE = Places({}, {}, {})


def advance(definition: Definition, state: bytes | None, event: Event) -> Step:
    """Take one step. ``state`` is None for the event that starts an instance, and only for that.

    Raises a WorkflowError that says why not: UnknownTask, UnknownTimer, OutcomeNotOffered, EventOutOfPlace,
    ProjectionMismatch, PathTooLong, StuckWorkflow, EndsDisagree, NoSingleRule, StateNotUnderstood.
    """
    if (state is None) != (event.kind == STARTED):
        raise EventOutOfPlace(kind=event.kind)
    if not definition.fits(event.projection):
        raise ProjectionMismatch()
    return _start(definition, event) if state is None else _go_on(definition, state, event)


def start(definition: Definition, projection: Projection) -> Step:
    """Begin an instance."""
    return advance(definition, None, Event.started(projection))


def complete(definition: Definition, state: bytes, task_key: str, outcome: str, projection: Projection) -> Step:
    """Decide an open task."""
    return advance(definition, state, Event.completed(task_key, outcome, projection))


def fire(definition: Definition, state: bytes, timer_key: str, projection: Projection) -> Step:
    """Let a waiting timer come due."""
    return advance(definition, state, Event.fired(timer_key, projection))


def fold(definition: Definition, events: Iterable[Event]) -> list[Step]:
    """Take the steps of a whole path, from the start: one Step an event."""
    steps: list[Step] = []
    for event in events:
        steps.append(advance(definition, steps[-1].state if steps else None, event))
    return steps


def _start(definition: Definition, event: Event) -> Step:
    engine = StepEngine(definition)
    engine.projection = event.projection
    workflow = begin_tree(definition, engine)
    _run(workflow)
    return _step(definition, workflow, State(definition.digest, 0, {}, {}, {}, []), _NOWHERE, event)


def _go_on(definition: Definition, data: bytes, event: Event) -> Step:
    state = load_state(data, definition.digest)
    places = find_places(definition, state.rows)
    _refuse(definition, state, places, event)
    engine = StepEngine(definition)
    engine.projection, engine.decisions, engine.outputs = event.projection, state.decisions, state.outputs
    workflow = restore_tree(definition, engine, state.rows)
    task = task_at(workflow, places.rows[event.subject])
    if event.kind == COMPLETED:
        engine.decisions[event.subject.rpartition("#")[0]] = event.outcome
        _run(workflow, task.run)
    else:
        task.internal_data["event_fired"] = True
        _run(workflow, lambda: task.task_spec._update(task))
    return _step(definition, workflow, state, places, event)


def _refuse(definition: Definition, state: State, places: Places, event: Event) -> None:
    """Whether the event may happen in this state."""
    if state.events >= MAX_EVENTS:
        raise PathTooLong(limit=MAX_EVENTS)
    if event.kind != COMPLETED:
        if event.subject not in places.timers:
            raise UnknownTimer(timer_key=event.subject)
        return
    if event.subject not in places.tasks:
        raise UnknownTask(task_key=event.subject)
    offered = definition.user_tasks[places.tasks[event.subject].node_id].outcomes
    if event.outcome not in offered:
        raise OutcomeNotOffered(task_key=event.subject, outcome=event.outcome, offered="、".join(offered))


def _run(workflow: Any, act: Any = None) -> None:
    """Act, then let SpiffWorkflow run until somebody must decide."""
    try:
        if act is not None:
            act()
        workflow.do_engine_steps(did_complete_task=workflow.script_engine.note_end)
    except SpiffWorkflowException as error:
        raise StuckWorkflow(reason=str(error)) from error
    except RecursionError as error:
        raise PathTooLong(limit=MAX_EVENTS) from error


def _step(definition: Definition, workflow: Any, before: State, places: Places, event: Event) -> Step:
    """Read the tree off: the new state, and what differs from the places before."""
    openings = before.openings
    rows, ends = _read(definition, workflow, before.rows, openings)
    engine = workflow.script_engine
    state = State(definition.digest, before.events + 1, openings, engine.decisions, engine.outputs, rows)
    now = find_places(definition, rows)
    ended = _ended(workflow, now, ends)
    data = dump_state(state)
    return Step(
        state=data,
        digest=digest_of(data),
        opened=tuple(task for key, task in now.tasks.items() if key not in places.tasks),
        closed=tuple(
            ClosedTask(key, "completed" if key == event.subject else "cancelled")
            for key in places.tasks
            if key not in now.tasks
        ),
        timers_opened=tuple(timer for key, timer in now.timers.items() if key not in places.timers),
        timers_closed=tuple(key for key in places.timers if key not in now.timers),
        ended=ended,
    )


def _read(
    definition: Definition, workflow: Any, before: list[Row], openings: dict[str, int]
) -> tuple[list[Row], set[str]]:
    """Write the tree as rows; what opened gets the next occurrence of its place. Also the named ends reached."""
    rows: list[Row] = []
    ends: set[str] = set()
    for task, parent, completed in walk_tree(workflow):
        node = definition.nodes.get(task.task_spec.name)
        number = number_of(task)
        occurrence = 0 if number is None else before[number].occurrence
        if occurrence == 0 and is_open(node, task.state):
            spot = place(path_of(task.workflow), task.task_spec.name)
            occurrence = openings[spot] = openings.get(spot, 0) + 1
        if task.state == TaskState.COMPLETED and task.task_spec.name in definition.ends:
            ends.add(task.task_spec.name)
        rows.append(row_of(task, parent, completed, occurrence))
    return rows, ends


def _ended(workflow: Any, now: Places, ends: set[str]) -> str | None:
    """The end that completed the instance; None while something is open."""
    if not workflow.completed:
        if not now.tasks and not now.timers:
            raise StuckWorkflow(reason="没有打开的任务，也没有结束")
        return None
    if not ends:
        raise StuckWorkflow(reason="没有经过命名的结束事件")
    if len(ends) > 1:
        raise EndsDisagree(ends="、".join(sorted(ends)))
    return next(iter(ends))
