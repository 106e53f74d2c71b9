"""Walks an instance through the engine as the services will: nothing kept between steps but bytes."""

from collections.abc import Mapping
from typing import Any

from workflows.engine import (
    Bundle,
    Definition,
    Event,
    Projection,
    Step,
    advance,
    check_bundle,
    compile_bundle,
    open_tasks,
)
from workflows.engine.compiler import define
from workflows.engine.condition_checks import check_conditions
from workflows.engine.gather import gather
from workflows.engine.paths import find_paths
from workflows.engine.problems import Report


class Walk:
    """One instance. Only the state's bytes and the events' keys survive from step to step."""

    def __init__(self, definition: Definition | Bundle, **variables: Any) -> None:
        self.definition = definition if isinstance(definition, Definition) else compile_bundle(definition)
        self.variables: Mapping[str, Any] = variables
        self.events: list[Event] = []
        self.steps: list[Step] = []
        self._take(Event.started(self._projection()))

    def decide(self, task_key: str, outcome: str = "approve", **variables: Any) -> Step:
        self.variables = {**self.variables, **variables}
        return self._take(Event.completed(task_key, outcome, self._projection()))

    def fire(self, timer_key: str) -> Step:
        return self._take(Event.fired(timer_key, self._projection()))

    def _projection(self) -> Projection:
        return self.definition.project(self.variables)

    def _take(self, event: Event) -> Step:
        event = Event.from_key(event.key)
        step = advance(self.definition, self.steps[-1].state if self.steps else None, event)
        self.events.append(event)
        self.steps.append(step)
        return step

    @property
    def last(self) -> Step:
        return self.steps[-1]

    @property
    def open(self) -> list[str]:
        return sorted(task.task_key for task in open_tasks(self.definition, self.last.state))


def unchecked(bundle: Bundle) -> Definition:
    """A definition whose diagram was not asked whether tokens can run through it."""
    report = Report()
    diagram = gather(bundle, report)
    assert diagram is not None
    paths = find_paths(diagram)
    definition = define(bundle, diagram, check_conditions(diagram, paths, report), paths, report)
    assert definition is not None
    return definition


def codes(bundle: Bundle, **known: Any) -> set[str]:
    """The codes of a bundle's problems."""
    return {problem.code for problem in check_bundle(bundle, **known)}
