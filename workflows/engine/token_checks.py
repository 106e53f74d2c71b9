"""How tokens may run: loops wait for people, parallel branches meet in a join, the process ends by one named end.

These are rules of drawing that rule out the usual ways to get an instance stuck or run twice over. What they let
through and still goes wrong is caught when it happens (StuckWorkflow, EndsDisagree) and rolls back.
"""

from .graph import cycles, reachable, start_of
from .model import Diagram, Kind, Node, Scope
from .problems import Report

_FORKING = (Kind.PARALLEL, Kind.INCLUSIVE)


def check_tokens(diagram: Diagram, report: Report) -> None:
    """Report loops without people, loose parallel branches and ends without a name."""
    for scope, ring in cycles(diagram, lambda _, node: node.kind is Kind.USER):
        names = "、".join(f"“{node.name or node.id}”" for node in ring)
        message = f"{names}形成了没有用户任务的循环，会无休止地转，请在循环中加入用户任务或去掉循环。"
        report.add("endless_cycle", scope.file, message, ring[0].id, ring[0].name)
    for scope in diagram.scopes.values():
        for node in scope.of_kind(*_FORKING):
            _check_fork(scope, node, report)
        aside = _check_asides(scope, report)
        if scope.id == diagram.root:
            _check_names(scope, aside, report)


def _is_join(scope: Scope, node: Node) -> bool:
    return node.kind in _FORKING and len(scope.incoming(node.id)) > 1


def _check_fork(scope: Scope, fork: Node, report: Report) -> None:
    """Branches of a fork may meet only in a join, and may leave it only there."""
    flows = scope.outgoing(fork.id)
    if len(flows) < 2:
        return
    seen: dict[str, str] = {}
    for flow in flows:
        for node_id in reachable(scope, [flow.target], lambda node: _is_join(scope, node)):
            node = scope.nodes[node_id]
            _check_branch_node(scope, fork, node, report)
            if not _is_join(scope, node) and seen.setdefault(node_id, flow.id) != flow.id:
                message = f"“{_title(fork)}”的几条分支在“{_title(node)}”处直接汇合，请先用同类网关汇合。"
                report.add("branches_merge", scope.file, message, node.id, node.name)


def _check_branch_node(scope: Scope, fork: Node, node: Node, report: Report) -> None:
    title = _title(fork)
    if node.kind is Kind.END:
        message = f"“{title}”的分支不经汇合就到了结束“{_title(node)}”，请先用网关汇合所有分支。"
        report.add("branch_ends", scope.file, message, node.id, node.name)
    if node.id == fork.id:
        message = f"“{title}”的分支不经汇合就退回到了“{title}”之前，请先汇合，再按办理结果退回。"
        report.add("branch_loops", scope.file, message, node.id, node.name)
    if fork.kind is Kind.INCLUSIVE and node.kind is Kind.PARALLEL and _is_join(scope, node):
        message = f"包容网关“{title}”的分支在并行网关“{_title(node)}”汇合会一直等待，请把它改成包容网关。"
        report.add("join_kind", scope.file, message, node.id, node.name)


def _check_asides(scope: Scope, report: Report) -> set[str]:
    """A timer that does not interrupt starts a way of its own: it may not run into the main one.

    Returns the nodes of such ways.
    """
    aside: set[str] = set()
    for timer in scope.of_kind(Kind.TIMER):
        if timer.interrupting:
            continue
        own = reachable(scope, [timer.id])
        others = reachable(scope, [start_of(scope).id], lambda node: _borders(scope, node, timer))
        for node_id in sorted(own & others - {timer.id}):
            node = scope.nodes[node_id]
            message = (
                f"不中断的定时器“{_title(timer)}”引出的线走进了主流程“{_title(node)}”，"
                "请让它单独结束，或把定时器改为中断。"
            )
            report.add("aside_merges", scope.file, message, node.id, node.name)
        aside |= own
    return aside


def _borders(scope: Scope, node: Node, timer: Node) -> bool:
    return node.id == timer.id


def _check_names(scope: Scope, aside: set[str], report: Report) -> None:
    """The process's own ends have names, for they are results; those of a side way have none, for they are not."""
    for end in scope.of_kind(Kind.END):
        if end.id in aside and end.name:
            message = f"不中断的定时器引出的结束“{end.name}”不是流程的结果，请去掉它的名称。"
            report.add("aside_named", scope.file, message, end.id, end.name)
        if end.id not in aside and not end.name:
            message = f"结束事件“{end.id}”没有名称，请填写它代表的结果，如“合格”。"
            report.add("end_unnamed", scope.file, message, end.id)


def _title(node: Node) -> str:
    return node.name or node.id
