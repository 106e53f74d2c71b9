"""Hands a checked diagram to SpiffWorkflow's own parser, as a tree that holds nothing but nodes and flows.

No text of the diagram gets there: a condition is handed over as the id of its flow, a timer as a bare marker, a
decision as its id. Names, properties, lanes and the drawing stay with us.
"""

from typing import Any, ClassVar

from lxml import etree
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
from SpiffWorkflow.bpmn.parser.event_parsers import BoundaryEventParser
from SpiffWorkflow.bpmn.parser.task_parsers import ConditionalGatewayParser, GatewayParser
from SpiffWorkflow.bpmn.parser.TaskParser import TaskParser
from SpiffWorkflow.bpmn.parser.util import full_tag
from SpiffWorkflow.bpmn.specs.defaults import BoundaryEvent
from SpiffWorkflow.bpmn.specs.event_definitions.base import EventDefinition
from SpiffWorkflow.bpmn.specs.mixins import BpmnSpecMixin

from .blocks import find_blocks
from .joins import InclusiveJoin, ParallelJoin
from .model import Diagram, Flow, Kind, Node, Scope
from .vocabulary import BPMN

_NS = {"bpmn": BPMN}


class FiredByEvent(EventDefinition):  # type: ignore[misc]
    """A timer that reads no clock: it has fired when our event says so."""


class TimerParser(BoundaryEventParser):  # type: ignore[misc]
    """Gives a boundary event our timer."""

    def get_event_definition(self, xpaths: list[str]) -> FiredByEvent:
        """Whatever the tree says, the timer is ours."""
        return FiredByEvent(self.node.get("id"))


class RuleTask(BpmnSpecMixin):  # type: ignore[misc]
    """A business rule task: takes the outputs of its decision table from the event's projection."""

    decision = ""

    def _run_hook(self, my_task: Any) -> bool:
        my_task.workflow.script_engine.decide(self.decision)
        return True


class RuleTaskParser(TaskParser):  # type: ignore[misc]
    """Makes a RuleTask."""

    def create_task(self) -> RuleTask:
        """The decision is named in an attribute of ours; SpiffWorkflow's DMN reader is not used."""
        task = RuleTask(self.spec, self.bpmn_id, **self.bpmn_attributes)
        task.decision = self.node.get("decision")
        return task


class _Parser(BpmnParser):  # type: ignore[misc]
    OVERRIDE_PARSER_CLASSES: ClassVar = {
        full_tag("boundaryEvent"): (TimerParser, BoundaryEvent),
        full_tag("parallelGateway"): (GatewayParser, ParallelJoin),
        full_tag("inclusiveGateway"): (ConditionalGatewayParser, InclusiveJoin),
        full_tag("businessRuleTask"): (RuleTaskParser, RuleTask),
    }


def build_specs(diagram: Diagram) -> tuple[Any, dict[str, Any]]:
    """SpiffWorkflow's spec of the process, and those of all it runs inside, by scope id."""
    parser = _Parser()
    for scope in diagram.scopes.values():
        if scope.parent is None:
            parser.add_bpmn_xml(_tree(diagram, scope), filename=scope.file)
    main, called = parser.get_spec(diagram.root), parser.get_subprocess_specs(diagram.root)
    blocks = find_blocks(diagram)
    for spec in (main, *called.values()):
        for task_spec in spec.task_specs.values():
            if isinstance(task_spec, ParallelJoin | InclusiveJoin):
                task_spec.block = blocks.get(task_spec.name)
    return main, called


def _tag(local: str) -> str:
    return f"{{{BPMN}}}{local}"


def _tree(diagram: Diagram, scope: Scope) -> etree._Element:
    root = etree.Element(_tag("definitions"), nsmap=_NS)
    process = etree.SubElement(root, _tag("process"), id=scope.id, isExecutable="true")
    _fill(diagram, scope, process)
    return root


def _fill(diagram: Diagram, scope: Scope, parent: etree._Element) -> None:
    for node in scope.nodes.values():
        element = etree.SubElement(parent, _tag(node.kind), _attributes(node))
        if node.kind is Kind.SUBPROCESS:
            _fill(diagram, diagram.scopes[node.id], element)
    for flow in scope.flows:
        _flow(scope, flow, parent)


def _attributes(node: Node) -> dict[str, str]:
    attributes = {"id": node.id}
    if node.default:
        attributes["default"] = node.default
    if node.kind is Kind.CALL:
        attributes["calledElement"] = node.target
    if node.kind is Kind.RULE:
        attributes["decision"] = node.target
    if node.kind is Kind.TIMER:
        attributes["attachedToRef"] = node.attached_to
        attributes["cancelActivity"] = "true" if node.interrupting else "false"
    return attributes


def _flow(scope: Scope, flow: Flow, parent: etree._Element) -> None:
    element = etree.SubElement(
        parent, _tag("sequenceFlow"), id=flow.id, sourceRef=flow.source, targetRef=flow.target
    )
    if flow.condition is not None:
        etree.SubElement(element, _tag("conditionExpression")).text = flow.id
