"""Answers the questions SpiffWorkflow asks while an event runs, and runs no code."""

from typing import Any

from .conditions import DECIDED, ITEM, TABLE
from .definition import Definition
from .errors import CodeRefused, NoSingleRule
from .expressions import Evaluator, Value
from .model import Kind
from .paths import Path
from .projection import Projection


class StepEngine:
    """Stands where SpiffWorkflow expects a Python script engine, and where that expects an environment.

    ``decisions`` (latest outcome by place) and ``outputs`` (table outputs by name) are the instance's memory;
    ``projection`` is what the present event says of the item.
    """

    def __init__(self, definition: Definition) -> None:
        self.definition = definition
        self.projection = Projection()
        self.decisions: dict[str, str] = {}
        self.outputs: dict[str, Value] = {}
        self.environment = self

    def evaluate(self, task: Any, expression: Any, external_context: Any = None) -> bool:
        """Whether a flow's condition holds; ``expression`` is the flow's id."""
        condition = self.definition.conditions.get(expression) if isinstance(expression, str) else None
        if condition is None:
            raise CodeRefused(what=str(expression))
        return Evaluator(_Names(self, path_of(task.workflow))).truth(condition.tree)

    def decide(self, decision: str) -> None:
        """A business rule task runs: take its table's outputs from the projection."""
        outputs = dict(self.projection.tables).get(decision)
        if outputs is None:
            table = self.definition.diagram.tables[decision]
            raise NoSingleRule(decision=table.name or table.id)
        self.outputs.update(outputs)

    def note_end(self, task: Any) -> None:
        """An activity's outcome is the end that its inside came to; noted only where a condition asks for it."""
        name = task.task_spec.name
        if task.workflow.parent_task_id is None or name not in self.definition.nodes:
            return
        if self.definition.nodes[name].kind is Kind.END:
            path = path_of(task.workflow)
            if path[-1] in self.definition.asked:
                self.decisions["/".join(path)] = name

    def execute(self, *args: Any, **kwargs: Any) -> None:
        """Scripts are refused."""
        raise CodeRefused(what="脚本")

    def call_service(self, *args: Any, **kwargs: Any) -> None:
        """Services are refused."""
        raise CodeRefused(what="服务调用")

    def validate(self, *args: Any, **kwargs: Any) -> None:
        """SpiffWorkflow's own expressions are refused."""
        raise CodeRefused(what="表达式")


class _Names:
    """The one namespace of a compiled condition, as seen from the place where it is asked."""

    def __init__(self, engine: StepEngine, reader: Path) -> None:
        self.engine = engine
        self.reader = reader
        self.truths = dict(engine.projection.truths)

    def __getitem__(self, name: str) -> Value | None:
        if name.startswith(ITEM):
            return self.truths[name.removeprefix(ITEM)]
        if name.startswith(DECIDED):
            return self._outcome(name.removeprefix(DECIDED))
        return self.engine.outputs.get(name.removeprefix(TABLE))

    def _outcome(self, node_id: str) -> str | None:
        places = self.engine.definition.paths.nearest(node_id, self.reader)
        return self.engine.decisions.get(place(places[0], node_id))


def path_of(workflow: Any) -> Path:
    """The call path on which a workflow of SpiffWorkflow's runs."""
    path: list[str] = []
    while workflow.parent_task_id is not None:
        activity = workflow.top_workflow.get_task_from_id(workflow.parent_task_id)
        path.append(activity.task_spec.name)
        workflow = activity.workflow
    return tuple(reversed(path))


def place(path: Path, node_id: str) -> str:
    """A node on a call path, as text: ``sub/review``."""
    return "/".join((*path, node_id))
