"""Draws BPMN for tests, in as few words as a test can be read by.

Each element is one call; every user task lies in lane ``hr`` unless it says otherwise.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from xml.sax.saxutils import escape, quoteattr

from workflows.engine import Bundle

HEAD = (
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core" id="defs" targetNamespace="t">'
)
TAIL = "</bpmn:definitions>"


@dataclass
class Drawing:
    """A process or an embedded subprocess in the making."""

    id: str
    parts: list[str] = field(default_factory=list)
    lanes: dict[str, list[str]] = field(default_factory=dict)
    flows: int = 0

    def start(self, id: str = "start") -> "Drawing":
        return self._part("startEvent", id)

    def end(self, id: str, name: str | None = None) -> "Drawing":
        return self._part("endEvent", id, name=id if name is None else name)

    def user(
        self, id: str, lane: str | None = "hr", name: str | None = None, inner: str = "", **properties: str
    ) -> "Drawing":
        if lane:
            self.lanes.setdefault(lane, []).append(id)
        return self._part("userTask", id, extension(properties) + inner, name=id if name is None else name)

    def gateway(self, kind: str, id: str, default: str | None = None) -> "Drawing":
        return self._part(f"{kind}Gateway", id, default=default)

    def rule(self, id: str, decision: str) -> "Drawing":
        called = f"<spiffworkflow:calledDecisionId>{decision}</spiffworkflow:calledDecisionId>"
        return self._part("businessRuleTask", id, f"<bpmn:extensionElements>{called}</bpmn:extensionElements>")

    def call(self, id: str, called: str) -> "Drawing":
        return self._part("callActivity", id, calledElement=called)

    def sub(self, inner: "Drawing") -> "Drawing":
        for tasks in inner.lanes.values():
            assert tasks
        self.lanes.setdefault("hr", []).append(inner.id)
        return self._part("subProcess", inner.id, "".join(inner.parts))

    def timer(self, id: str, on: str, duration: str = "P5D", interrupting: bool = True) -> "Drawing":
        time = f"<bpmn:timeDuration>{duration}</bpmn:timeDuration>"
        definition = f"<bpmn:timerEventDefinition>{time}</bpmn:timerEventDefinition>"
        cancel = "true" if interrupting else "false"
        return self._part("boundaryEvent", id, definition, attachedToRef=on, cancelActivity=cancel)

    def flow(self, source: str, target: str, when: str | None = None, id: str | None = None) -> "Drawing":
        self.flows += 1
        condition = "" if when is None else f"<bpmn:conditionExpression>{escape(when)}</bpmn:conditionExpression>"
        flow_id = id or f"{self.id}_{source}_{target}"
        return self._part("sequenceFlow", flow_id, condition, sourceRef=source, targetRef=target)

    def chain(self, *nodes: str) -> "Drawing":
        for source, target in pairwise(nodes):
            self.flow(source, target)
        return self

    def raw(self, xml: str) -> "Drawing":
        self.parts.append(xml)
        return self

    def _part(self, tag: str, id: str, inner: str = "", **attributes: str | None) -> "Drawing":
        written = "".join(f" {key}={quoteattr(value)}" for key, value in attributes.items() if value is not None)
        self.parts.append(f'<bpmn:{tag} id="{id}"{written}>{inner}</bpmn:{tag}>')
        return self

    def xml(self) -> bytes:
        """The whole file of a process."""
        lanes = "".join(_lane(lane, tasks) for lane, tasks in self.lanes.items())
        lane_set = f'<bpmn:laneSet id="{self.id}_lanes">{lanes}</bpmn:laneSet>' if lanes else ""
        body = "".join(self.parts)
        process = f'<bpmn:process id="{self.id}" isExecutable="true">{lane_set}{body}</bpmn:process>'
        return (HEAD + process + TAIL).encode()


def extension(properties: dict[str, str]) -> str:
    """``spiffworkflow:properties``, as the modeler writes them."""
    if not properties:
        return ""
    items = "".join(
        f"<spiffworkflow:property name={quoteattr(k)} value={quoteattr(v)}/>" for k, v in properties.items()
    )
    inner = f"<spiffworkflow:properties>{items}</spiffworkflow:properties>"
    return f"<bpmn:extensionElements>{inner}</bpmn:extensionElements>"


def _lane(lane: str, tasks: Iterable[str]) -> str:
    references = "".join(f"<bpmn:flowNodeRef>{task}</bpmn:flowNodeRef>" for task in tasks)
    return f'<bpmn:lane id="{lane}">{references}</bpmn:lane>'


def bundle(main: Drawing, *called: Drawing, tables: dict[str, bytes] | None = None) -> Bundle:
    """A bundle of drawings, each in a file of its own, and tables by file name."""
    files = {f"{drawing.id}.bpmn": drawing.xml() for drawing in (main, *called)}
    return Bundle(main.id, {**files, **(tables or {})})


def table(
    decision: str, inputs: list[str], outputs: list[str], rows: list[list[str]], policy: str = "FIRST"
) -> bytes:
    """A DMN file with one decision table; each row is its input cells, then its output cells."""
    columns = "".join(
        f'<input id="i{n}"><inputExpression id="e{n}"><text>{escape(text)}</text></inputExpression></input>'
        for n, text in enumerate(inputs)
    ) + "".join(f'<output id="o{n}" name="{name}"/>' for n, name in enumerate(outputs))
    rules = ""
    for number, row in enumerate(rows):
        cells = [
            f'<{"inputEntry" if n < len(inputs) else "outputEntry"} id="c{number}_{n}"><text>{escape(cell)}</text>'
            f"</{'inputEntry' if n < len(inputs) else 'outputEntry'}>"
            for n, cell in enumerate(row)
        ]
        rules += f'<rule id="r{number}">{"".join(cells)}</rule>'
    return (
        '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="n">'
        f'<decision id="{decision}" name="{decision}"><decisionTable id="t" hitPolicy="{policy}">{columns}{rules}'
        "</decisionTable></decision></definitions>"
    ).encode()
