"""SpiffWorkflow run straight: its own parser, its own DMN and timers, one live workflow, nothing of our engine.

Only its Python is replaced, by one that evaluates what the test drew.
"""

import ast
from collections import Counter
from typing import Any

from lxml import etree
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.spiff.parser import SpiffBpmnParser
from SpiffWorkflow.util.task import TaskState

from workflows.engine import Bundle

LONG_AGO = "2000-01-01T00:00:00+00:00"


class PlainEngine:
    """What SpiffWorkflow asks of a script engine, by Python's own eval: these texts are the test's."""

    def __init__(self, variables: dict[str, Any]) -> None:
        self.variables = variables
        self.decisions: dict[str, str] = {}
        self.environment = self

    def validate(self, expression: str) -> None:
        ast.parse(expression)

    def evaluate(self, task: Any, expression: str, external_context: Any = None) -> Any:
        names = {**self.variables, **task.data, **(external_context or {}), "true": True, "false": False}
        names["outcome_of"] = lambda node: self.decisions.get(spot(task, node))
        if task.parent is not None:
            names["outcome"] = self.decisions.get(spot(task, task.parent.task_spec.name))
        return eval(expression, {"__builtins__": {}}, names)  # noqa: S307


class Straight:
    """One instance, live from start to end."""

    def __init__(self, bundle: Bundle, variables: dict[str, Any]) -> None:
        parser = SpiffBpmnParser()
        for file, data in bundle.files.items():
            root = etree.fromstring(data)
            if file.endswith(".dmn"):
                parser.add_dmn_xml(root, filename=file)
            else:
                parser.add_bpmn_xml(root, filename=file)
        spec, called = parser.get_spec(bundle.process_id), parser.get_subprocess_specs(bundle.process_id)
        self.engine = PlainEngine(variables)
        self.workflow = BpmnWorkflow(spec, called, script_engine=self.engine)
        self.workflow.do_engine_steps()

    def decide(self, place: str, outcome: str) -> None:
        task = next(task for task in self._open() if spot(task, task.task_spec.name) == place)
        self.engine.decisions[place] = outcome
        task.run()
        self.workflow.do_engine_steps()

    def fire(self, place: str) -> None:
        task = next(task for task in self._waiting() if spot(task, task.task_spec.name) == place)
        task.internal_data["event_value"] = LONG_AGO
        self.workflow.refresh_timers()
        self.workflow.do_engine_steps()

    def open(self) -> Counter[str]:
        return Counter(spot(task, task.task_spec.name) for task in self._open())

    def timers(self) -> Counter[str]:
        return Counter(spot(task, task.task_spec.name) for task in self._waiting())

    def ended(self) -> bool:
        return bool(self.workflow.completed)

    def _open(self) -> list[Any]:
        return [task for task in self.workflow.get_tasks(state=TaskState.READY) if task.task_spec.manual]

    def _waiting(self) -> list[Any]:
        tasks = self.workflow.get_tasks(state=TaskState.WAITING)
        return [task for task in tasks if task.task_spec.__class__.__name__ == "BoundaryEvent"]


def spot(task: Any, node: str) -> str:
    """Call path and node, as our task keys begin."""
    path, workflow = [node], task.workflow
    while workflow.parent_task_id is not None:
        activity = workflow.top_workflow.get_task_from_id(workflow.parent_task_id)
        path.append(activity.task_spec.name)
        workflow = activity.workflow
    return "/".join(reversed(path))
