"""Whether everything that runs is also drawn: what is not on the canvas, nobody sees when he agrees to it."""

from .bundle import Bundle
from .model import Diagram, Flow, Node
from .problems import Problem, Report
from .vocabulary import BPMNDI
from .xml import read_xml

DRAWN = ("BPMNShape", "BPMNEdge")


def undrawn(bundle: Bundle, diagram: Diagram) -> list[Problem]:
    """One problem for each node or flow of a checked bundle that has no shape or line."""
    drawn = {file: _drawn_in(file, data) for file, data in bundle.files.items() if file.endswith(".bpmn")}
    problems = []
    for scope in diagram.scopes.values():
        elements: list[Node | Flow] = [*scope.nodes.values(), *scope.flows]
        for element in elements:
            if element.id not in drawn[scope.file]:
                name = element.name or element.id
                said = f"“{name}”没有画在图上，看图的人看不到它，请在流程设计工具中画出后再导出。"
                problems.append(Problem("not_drawn", scope.file, element.id, element.name, said))
    return problems


def _drawn_in(file: str, data: bytes) -> set[str]:
    root = read_xml(file, data, Report())
    if root is None:
        return set()
    return {str(one.get("bpmnElement")) for name in DRAWN for one in root.iter(f"{{{BPMNDI}}}{name}")}
