"""Reads a checked BPMN file into scopes of nodes and flows."""

from collections.abc import Iterator, Mapping

from lxml import etree

from .model import Flow, Kind, Lane, Node, Scope
from .problems import Report
from .user_tasks import check_lane_properties
from .vocabulary import BPMN, SPIFF

DEFAULT_LEVEL = "peer"
_KINDS = {kind.value: kind for kind in Kind}


def read_process(file: str, root: etree._Element, report: Report) -> list[Scope]:
    """The one process of a file and its embedded subprocesses, the process first; empty when it has none."""
    processes = list(root.iterchildren(_tag("process")))
    participants = list(root.iter(_tag("participant")))
    if len(processes) != 1 or len(participants) > 1:
        report.add("one_process", file, f"文件“{file}”须恰好有一个流程（泳池），请把其他流程移到各自的文件。")
        return []
    process = processes[0]
    if process.get("isExecutable", "true") != "true":
        message = "请在属性面板中勾选“可执行”，否则流程无法运行。"
        report.add("not_executable", file, message, process.get("id", ""), process.get("name", ""))
    _check_lanes(file, process, report)
    return list(_scopes(file, process, None, {}))


def _check_lanes(file: str, process: etree._Element, report: Report) -> None:
    seen: set[str] = set()
    for lane in process.iter(_tag("lane")):
        lane_id, name = lane.get("id", ""), lane.get("name", "")
        check_lane_properties(file, lane_id, name, read_properties(lane), report)
        inside = {(reference.text or "").strip() for reference in lane.iterchildren(_tag("flowNodeRef"))}
        for node_id in sorted(inside & seen):
            message = f"“{node_id}”同时在两条泳道里，分不清由谁办理，请重新拖入一条泳道。"
            report.add("lane_doubled", file, message, node_id)
        seen |= inside


def read_properties(element: etree._Element) -> dict[str, str]:
    """The ``spiffworkflow:properties`` of an element, by name."""
    path = f"{_tag('extensionElements')}/{{{SPIFF}}}properties/{{{SPIFF}}}property"
    return {item.get("name", ""): item.get("value", "").strip() for item in element.findall(path)}


def _tag(local: str) -> str:
    return f"{{{BPMN}}}{local}"


def _text(element: etree._Element, path: str) -> str:
    return (element.findtext(path) or "").strip()


def _scopes(file: str, element: etree._Element, parent: str | None, outer: Mapping[str, Lane]) -> Iterator[Scope]:
    scope_id = element.get("id", "")
    children = [child for child in element if etree.QName(child).localname in _KINDS]
    nodes = [_node(child) for child in children]
    lanes = _lanes(element)
    if scope_id in outer:  # what a subprocess holds is in the lane of the subprocess
        lanes = {node.id: outer[scope_id] for node in nodes}
    yield Scope(
        id=scope_id,
        name=element.get("name", ""),
        file=file,
        parent=parent,
        nodes={node.id: node for node in nodes},
        flows=tuple(_flow(child) for child in element.iterchildren(_tag("sequenceFlow"))),
        lanes=lanes,
    )
    for child in children:
        if child.tag == _tag("subProcess"):
            yield from _scopes(file, child, scope_id, lanes)


def _lanes(process: etree._Element) -> dict[str, Lane]:
    lanes: dict[str, Lane] = {}
    for element in process.iterfind(f"{_tag('laneSet')}/{_tag('lane')}"):
        properties = read_properties(element)
        lane = Lane(
            element.get("id", ""),
            element.get("name", ""),
            properties.get("party") or str(element.get("id", "")),
            properties.get("level") or DEFAULT_LEVEL,
        )
        for reference in element.iterchildren(_tag("flowNodeRef")):
            lanes[(reference.text or "").strip()] = lane
    return lanes


def _node(element: etree._Element) -> Node:
    kind = _KINDS[etree.QName(element).localname]
    timer = f"{_tag('timerEventDefinition')}/{_tag('timeDuration')}"
    repeat = element.find(_tag("multiInstanceLoopCharacteristics"))
    target = {
        Kind.CALL: element.get("calledElement", ""),
        Kind.SUBPROCESS: element.get("id", ""),
        Kind.RULE: _text(element, f"{_tag('extensionElements')}/{{{SPIFF}}}calledDecisionId"),
    }
    return Node(
        id=element.get("id", ""),
        name=element.get("name", ""),
        kind=kind,
        properties=read_properties(element),
        default=element.get("default"),
        attached_to=element.get("attachedToRef", ""),
        interrupting=element.get("cancelActivity", "true") == "true",
        duration=_text(element, timer).strip("\"'"),
        target=target.get(kind, ""),
        repeated="" if repeat is None else _order(repeat),
    )


def _order(repeat: etree._Element) -> str:
    return "sequential" if repeat.get("isSequential") == "true" else "parallel"


def _flow(element: etree._Element) -> Flow:
    condition = element.find(_tag("conditionExpression"))
    return Flow(
        id=element.get("id", ""),
        name=element.get("name", ""),
        source=element.get("sourceRef", ""),
        target=element.get("targetRef", ""),
        condition=None if condition is None else (condition.text or "").strip(),
    )
