"""Checking a large diagram beside SpiffWorkflow, which only reads it."""

from itertools import count

from lxml import etree
from SpiffWorkflow.spiff.parser import SpiffBpmnParser

from app.services.diagrams.checking import problems_to_people
from bench.figures import Figure, at_most, in_turn, percentile
from workflows.engine import Bundle
from workflows.library import load_bundle

PROCESS = "score_declaration"
STEPS = 30  # each is a user task, a gateway and four flows
TIMES = 12

STEP = """<bpmn:userTask id="step_{n}" name="第 {n} 步"><bpmn:extensionElements><spiffworkflow:properties>
<spiffworkflow:property name="outcomes" value="approve,return,reject" />
<spiffworkflow:property name="permission" value="score_review" />
</spiffworkflow:properties></bpmn:extensionElements></bpmn:userTask>
<bpmn:exclusiveGateway id="opinion_{n}" name="第 {n} 步意见" default="returns_{n}" />
<bpmn:sequenceFlow id="decides_{n}" sourceRef="step_{n}" targetRef="opinion_{n}" />
<bpmn:sequenceFlow id="returns_{n}" name="退回" sourceRef="opinion_{n}" targetRef="revise" />
<bpmn:sequenceFlow id="rejects_{n}" name="不予通过" sourceRef="opinion_{n}" targetRef="rejected">
<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">outcome == 'reject'</bpmn:conditionExpression>
</bpmn:sequenceFlow>
<bpmn:sequenceFlow id="approves_{n}" name="通过" sourceRef="opinion_{n}" targetRef="{after}">
<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">outcome == 'approve'</bpmn:conditionExpression>
</bpmn:sequenceFlow>"""
SHAPE = """<bpmndi:BPMNShape id="{id}_di" bpmnElement="{id}"><dc:Bounds x="0" y="0" width="100" height="80" />
</bpmndi:BPMNShape>"""
EDGE = """<bpmndi:BPMNEdge id="{id}_di" bpmnElement="{id}"><di:waypoint x="0" y="0" /><di:waypoint x="9" y="9" />
</bpmndi:BPMNEdge>"""
FLOWS = ("decides", "returns", "rejects", "approves")


def measure() -> Figure:
    """All checks of a chain of reviews, each with its gateway."""
    bundle, number = large_bundle(), count(1)
    if problems := problems_to_people(bundle):
        raise AssertionError(problems)
    data = bundle.files[f"{PROCESS}.bpmn"]

    def parse() -> object:
        parser = SpiffBpmnParser()
        parser.add_bpmn_xml(etree.fromstring(data), filename=f"{PROCESS}.bpmn")
        return parser.get_spec(PROCESS)

    ours, floor = in_turn(lambda: problems_to_people(large_bundle(next(number))), parse, times=TIMES, warm_up=2)
    base = percentile(floor, 0.5) * 1e3
    return at_most("check of a diagram of 200 elements, p50", percentile(ours, 0.5) * 1e3, "ms", base, 5)


def large_bundle(number: int = 0) -> Bundle:
    """`score_declaration` with many more steps between the employer and the HR department.

    Another number is another bundle: what is compiled already is kept, and would be measured as nothing.
    """
    xml = load_bundle(PROCESS).files[f"{PROCESS}.bpmn"].decode()
    steps = "".join(
        STEP.format(n=n, after=f"step_{n + 1}" if n < STEPS else "hr_review") for n in range(1, STEPS + 1)
    )
    refs = "".join(
        f"<bpmn:flowNodeRef>{node}_{n}</bpmn:flowNodeRef>"
        for n in range(1, STEPS + 1)
        for node in ("step", "opinion")
    )
    xml = xml.replace("</bpmn:process>", steps + "</bpmn:process>")
    xml = xml.replace(
        "<bpmn:flowNodeRef>hr_review</bpmn:flowNodeRef>", f"<bpmn:flowNodeRef>hr_review</bpmn:flowNodeRef>{refs}"
    )
    xml = xml.replace(
        'sourceRef="employer_opinion" targetRef="hr_review"', 'sourceRef="employer_opinion" targetRef="step_1"'
    )
    shapes = [SHAPE.format(id=f"{node}_{n}") for n in range(1, STEPS + 1) for node in ("step", "opinion")]
    edges = [EDGE.format(id=f"{flow}_{n}") for n in range(1, STEPS + 1) for flow in FLOWS]
    xml = xml.replace("</bpmndi:BPMNPlane>", "".join([*shapes, *edges, "</bpmndi:BPMNPlane>"]))
    return Bundle(PROCESS, {f"{PROCESS}.bpmn": f"{xml}<!-- {number} -->".encode()})
