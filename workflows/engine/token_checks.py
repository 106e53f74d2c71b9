"""How tokens may run: loops wait for people, side ways stay aside, and the process ends by one named end.

What the checks let through and still goes wrong is caught when it happens (StuckWorkflow, EndsDisagree).
"""

import operator
from functools import partial

from .blocks import starts_aside
from .fork_checks import check_forks
from .graph import cycles, reachable, start_of
from .model import Diagram, Kind, Scope
from .problems import Report


def check_tokens(diagram: Diagram, report: Report) -> None:
    """Report loops without people, loose parallel branches and ends without a name."""
    for scope, ring in cycles(diagram, lambda _, node: node.kind is Kind.USER):
        names = "、".join(f"“{node.name or node.id}”" for node in ring)
        message = f"{names}形成了没有用户任务的循环，会无休止地转，请在循环中加入用户任务或去掉循环。"
        report.add("endless_cycle", scope.file, message, ring[0].id, ring[0].name)
    check_forks(diagram, report)
    for scope in diagram.scopes.values():
        aside = _check_asides(scope, report)
        if scope.id == diagram.root:
            _check_names(scope, aside, report)


def _check_asides(scope: Scope, report: Report) -> set[str]:
    """A timer that does not interrupt starts a way of its own: it may not run into the main one.

    Returns the nodes of such ways.
    """
    aside: set[str] = set()
    for timer in scope.of_kind(Kind.TIMER):
        if not starts_aside(timer):
            continue
        own = reachable(scope, [timer.id])
        others = reachable(scope, [start_of(scope).id], partial(operator.eq, timer))
        for node_id in sorted(own & others - {timer.id}):
            node = scope.nodes[node_id]
            message = (
                f"不中断的定时器“{timer.name or timer.id}”引出的线走进了主流程“{node.name or node.id}”，"
                "请让它单独结束，或把定时器改为中断。"
            )
            report.add("aside_merges", scope.file, message, node.id, node.name)
        aside |= own
    return aside


def _check_names(scope: Scope, aside: set[str], report: Report) -> None:
    """The process's own ends have names, for they are results; those of a side way have none, for they are not."""
    for end in scope.of_kind(Kind.END):
        if end.id in aside and end.name:
            message = f"不中断的定时器引出的结束“{end.name}”不是流程的结果，请去掉它的名称。"
            report.add("aside_named", scope.file, message, end.id, end.name)
        if end.id not in aside and not end.name:
            message = f"结束事件“{end.id}”没有名称，请填写它代表的结果，如“合格”。"
            report.add("end_unnamed", scope.file, message, end.id)
