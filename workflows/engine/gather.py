"""Reads the files of a bundle into one diagram, stopping before anything that is not on the allow-list."""

from collections.abc import Iterable

from lxml import etree

from .allowlist import check_vocabulary
from .bundle import Bundle
from .dmn import read_tables
from .model import ACTIVITIES, Diagram, Kind, Node, Scope
from .problems import Report
from .reader import read_process
from .tables import Table
from .vocabulary import BPMNDI
from .xml import read_xml

RESERVED = ("Start", "End", "Root", "StartEventSplit", "StartEventJoin")
RESERVED_ENDINGS = (".EndJoin", ".BoundaryEventSplit", ".BoundaryEventJoin")
MAX_NODES = 150  # in one process: SpiffWorkflow's parser recurses from node to node
MAX_FLOWS = 400
MAX_FILES = 20
_BY_KIND = {".bpmn": "流程图", ".dmn": "决策表"}


def gather(bundle: Bundle, report: Report) -> Diagram | None:
    """Read every file. None when a problem was found that makes looking further pointless."""
    before = len(report.problems)
    if len(bundle.files) > MAX_FILES:
        report.add("too_many_files", "", f"一个流程最多 {MAX_FILES} 个文件，请减少被调用的流程和决策表。")
        return None
    scopes: list[Scope] = []
    tables: list[Table] = []
    for file, data in bundle.files.items():
        _read_file(file, data, scopes, tables, report)
    if len(report.problems) > before:
        return None
    _check_ids(scopes, tables, report)
    diagram = Diagram(bundle.process_id, {scope.id: scope for scope in scopes}, {t.id: t for t in tables})
    if len(report.problems) == before:
        _check_links(bundle, diagram, report)
    return None if len(report.problems) > before else diagram


def _read_file(file: str, data: bytes, scopes: list[Scope], tables: list[Table], report: Report) -> None:
    ending = "." + file.rpartition(".")[2].lower()
    if ending not in _BY_KIND:
        report.add("file_kind", file, f"文件“{file}”不是 .bpmn 流程图或 .dmn 决策表，请移出。")
        return
    root = read_xml(file, data, report)
    if root is None:
        return
    if ending == ".dmn":
        tables.extend(read_tables(file, root, report))
        return
    before = len(report.problems)
    check_vocabulary(file, root, report)
    if len(report.problems) == before:
        _check_unique(file, root, report)
        scopes.extend(read_process(file, root, report))


def _check_unique(file: str, root: etree._Element, report: Report) -> None:
    """Ids are unique in a file; without an id an element cannot be told apart."""
    seen: set[str] = set()
    for element in root.iter(etree.Element):
        if etree.QName(element).namespace == BPMNDI or "id" not in element.attrib:
            continue
        element_id = element.get("id", "")
        if element_id in seen:
            message = f"编号“{element_id}”被用了两次，请删除其中一个元素后重新绘制。"
            report.add("duplicate_id", file, message, element_id, element.get("name", ""))
        seen.add(element_id)


def _check_ids(scopes: Iterable[Scope], tables: Iterable[Table], report: Report) -> None:
    """Ids of processes and flow nodes name places and specs: unique in the bundle, plain, not SpiffWorkflow's."""
    seen: set[str] = set()
    for scope in scopes:
        own = [(scope.id, scope.name)] if scope.parent is None else []
        for element_id, name in own + [(node.id, node.name) for node in scope.nodes.values()]:
            _check_id(scope.file, element_id, name, report)
            if element_id in seen:
                message = f"编号“{element_id}”在几个流程图里重复，请改成不同的编号。"
                report.add("duplicate_id", scope.file, message, element_id, name)
            seen.add(element_id)
        if len(scope.nodes) > MAX_NODES or len(scope.flows) > MAX_FLOWS:
            message = (
                f"“{scope.name or scope.id}”超过 {MAX_NODES} 个节点或 {MAX_FLOWS} 条连线，请拆成被调用的流程。"
            )
            report.add("too_many_nodes", scope.file, message, scope.id, scope.name)
    decisions: set[str] = set()
    outputs: set[str] = set()
    for table in tables:
        if table.id in decisions or outputs & set(table.outputs):
            message = f"决策表“{table.name or table.id}”的编号或输出列名与另一张表重复，请改名。"
            report.add("duplicate_id", table.file, message, table.id, table.name)
        decisions.add(table.id)
        outputs |= set(table.outputs)


def _check_id(file: str, element_id: str, name: str, report: Report) -> None:
    plain = element_id.replace("_", "").replace("-", "")
    if not (plain.isascii() and plain.isalnum()) or len(element_id) > 64:
        message = f"编号“{element_id}”不合规，请用 64 个以内的英文字母、数字、下划线或连字符。"
        report.add("bad_id", file, message, element_id, name)
    if element_id in RESERVED or element_id.endswith(RESERVED_ENDINGS):
        message = f"编号“{element_id}”被流程引擎占用，请改成别的编号。"
        report.add("reserved_id", file, message, element_id, name)


def _check_links(bundle: Bundle, diagram: Diagram, report: Report) -> None:
    """What is called, decided and attached to must be in the bundle, and nothing else may be."""
    if diagram.root not in diagram.scopes or diagram.scopes[diagram.root].parent is not None:
        report.add("process_missing", "", f"没有找到编号为“{diagram.root}”的流程，请核对流程编号。")
        return
    used = {diagram.scopes[diagram.root].file}
    for scope, node in diagram.nodes():
        if node.kind in ACTIVITIES:
            used.add(_called_file(diagram, scope, node, report))
        elif node.kind is Kind.RULE:
            used.add(_table_file(diagram, scope, node, report))
    for file in bundle.files:
        if file not in used:
            cure = "请在流程图的业务规则任务中选用它，或移出" if file.endswith(".dmn") else "请移出"
            report.add("file_not_used", file, f"文件“{file}”没有被流程用到，{cure}。")


def _called_file(diagram: Diagram, scope: Scope, node: Node, report: Report) -> str:
    called = diagram.scopes.get(node.target)
    if called is not None and (node.kind is Kind.SUBPROCESS or called.parent is None):
        return called.file
    message = f"调用活动“{node.name or node.id}”要调用的流程“{node.target}”不存在，请重新选择。"
    report.add("called_process_missing", scope.file, message, node.id, node.name)
    return scope.file


def _table_file(diagram: Diagram, scope: Scope, node: Node, report: Report) -> str:
    table = diagram.tables.get(node.target)
    if table is not None:
        return table.file
    message = f"业务规则任务“{node.name or node.id}”的决策表“{node.target}”不存在，请重新选择。"
    report.add("table_missing", scope.file, message, node.id, node.name)
    return scope.file
