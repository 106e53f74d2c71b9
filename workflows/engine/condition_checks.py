"""Compiles every condition of a diagram and asks whether what it reads is there to be read."""

from collections.abc import Collection, Mapping

from .conditions import Comparison, Condition, compile_condition
from .grammar import ExpressionRefused
from .graph import callers, passed_by
from .model import ACTIVITIES, Diagram, Flow, Kind, Node, Scope
from .paths import Paths
from .problems import Report
from .tables import names_in
from .user_tasks import outcomes_of


def check_conditions(diagram: Diagram, paths: Paths, report: Report) -> dict[str, Condition]:
    """The compiled conditions by flow id; what is wrong with the others is reported."""
    outputs = frozenset(name for table in diagram.tables.values() for name in table.outputs)
    conditions: dict[str, Condition] = {}
    for scope in diagram.scopes.values():
        for flow in scope.flows:
            if flow.condition is None:
                continue
            try:
                condition = compile_condition(flow.condition, _direct_task(scope, flow), outputs)
            except ExpressionRefused as error:
                message = f"{_where(flow)}的条件“{flow.condition[:80]}”有误：{error}。"
                report.add(error.code, scope.file, message, flow.id, flow.name)
                continue
            conditions[flow.id] = condition
            for comparison in condition.comparisons:
                _check_comparison(diagram, paths, scope, flow, comparison, report)
            _check_outputs(diagram, scope, flow, condition, report)
    return conditions


def check_variables(
    diagram: Diagram, conditions: Mapping[str, Condition], known: Collection[str], report: Report
) -> None:
    """Report item variables that the process does not publish."""
    listed = "、".join(sorted(known)) or "（无）"
    for scope in diagram.scopes.values():
        for flow in scope.flows:
            trees = conditions[flow.id].atoms.values() if flow.id in conditions else ()
            for name in sorted({name for tree in trees for name in names_in(tree)} - set(known)):
                message = f"{_where(flow)}的条件用了不存在的数据“{name}”，可用的有：{listed}。"
                report.add("unknown_variable", scope.file, message, flow.id, flow.name)
    for table in diagram.tables.values():
        for name in sorted(set(table.outputs) & set(known)):
            message = f"决策表“{table.name or table.id}”的输出列“{name}”与事项数据重名，请改列名。"
            report.add("name_taken", table.file, message, table.id, table.name)
        for name in sorted(table.variables - set(known)):
            message = f"决策表“{table.name or table.id}”用了不存在的数据“{name}”，可用的有：{listed}。"
            report.add("unknown_variable", table.file, message, table.id, table.name)


def _direct_task(scope: Scope, flow: Flow) -> str | None:
    """The user task that a gateway directly and solely follows."""
    incoming = scope.incoming(flow.source)
    if len(incoming) != 1:
        return None
    before = scope.nodes[incoming[0].source]
    return before.id if before.kind is Kind.USER else None


def _check_comparison(
    diagram: Diagram, paths: Paths, scope: Scope, flow: Flow, comparison: Comparison, report: Report
) -> None:
    offered = _offered(diagram, comparison.node_id)
    if offered is None:
        message = f"{_where(flow)}的条件提到的“{comparison.node_id}”不是用户任务、子流程或调用活动的编号，请核对。"
        report.add("outcome_of_unknown", scope.file, message, flow.id, flow.name)
        return
    for literal in comparison.literals:
        if literal not in offered:
            message = (
                f"{_where(flow)}的条件用了“{literal}”，但“{comparison.node_id}”只会给出：{'、'.join(offered)}。"
            )
            report.add("outcome_not_offered", scope.file, message, flow.id, flow.name)
    for reader in paths.of_scope.get(scope.id, ()):
        if len(paths.nearest(comparison.node_id, reader)) != 1:
            message = (
                f"{_where(flow)}的条件提到的“{comparison.node_id}”不止在一处运行，"
                "分不清是哪一处，请在被调用的流程里判断。"
            )
            report.add("outcome_of_ambiguous", scope.file, message, flow.id, flow.name)


def _offered(diagram: Diagram, node_id: str) -> tuple[str, ...] | None:
    """What a node's outcome may be: a user task's outcomes, or the ends inside an activity."""
    for _, node in diagram.nodes():
        if node.id == node_id and node.kind is Kind.USER:
            return outcomes_of(node)
        if node.id == node_id and node.kind in ACTIVITIES:
            return tuple(end.id for end in diagram.scopes[node.target].of_kind(Kind.END))
    return None


def _check_outputs(diagram: Diagram, scope: Scope, flow: Flow, condition: Condition, report: Report) -> None:
    """A table's output may be read only where its rule task has run, whatever way was taken."""
    for table in diagram.tables.values():
        names = sorted(condition.outputs & set(table.outputs))
        if names and not _decided_before(diagram, scope, scope.nodes[flow.source], table.id):
            message = (
                f"{_where(flow)}的条件用了“{names[0]}”，但走到这里时决策表“{table.name or table.id}”"
                "可能还没有运行，请把业务规则任务放在前面。"
            )
            report.add("table_not_decided", scope.file, message, flow.id, flow.name)


def _decided_before(diagram: Diagram, scope: Scope, node: Node, table_id: str) -> bool:
    def decides(_scope: Scope, other: Node) -> bool:
        return other.kind is Kind.RULE and other.target == table_id

    if node.id not in passed_by(diagram, scope, decides):
        return True
    outer = callers(diagram, scope)
    return bool(outer) and all(_decided_before(diagram, *caller, table_id) for caller in outer)


def _where(flow: Flow) -> str:
    return f"连线“{flow.name or flow.id}”"
