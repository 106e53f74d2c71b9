"""How large SpiffWorkflow's task tree may become.

It writes down every step that is sure to come, once for each branch that leads there: after a join everything is
written as often as branches meet, so that blocks of parallel branches one after another double it again and again.
Only a gateway that chooses stops it, for what it will choose is not known.
"""

from .graph import successors
from .model import Diagram, Kind, Scope
from .problems import Report

MAX_TASKS = 500
_GUESSED = 3  # what is written of each way that a choosing gateway may take


def check_sizes(diagram: Diagram, report: Report) -> None:
    """Report scopes in which too many parallel branches follow one another without a choice between."""
    for scope in diagram.scopes.values():
        sizes = _sizes(scope)
        for node in scope.of_kind(Kind.PARALLEL):
            if sizes[node.id] > MAX_TASKS:
                message = (
                    f"“{node.name or node.id}”之后的并行分支一个接一个，过多，流程会非常慢，"
                    "请在中间加入按办理结果分支的网关，或移入子流程。"
                )
                report.add("too_much_parallel", scope.file, message, node.id, node.name)


def _sizes(scope: Scope) -> dict[str, int]:
    """For each node, how many tasks are written down when it is reached."""
    sizes: dict[str, int] = {}
    waiting = list(scope.nodes)
    within: set[str] = set()
    while waiting:
        node_id = waiting[-1]
        after = successors(scope, node_id)
        missing = [] if _chooses(scope, node_id) else [other for other in after if other not in sizes]
        if missing and node_id not in within:
            within.add(node_id)
            waiting.extend(missing)
            continue
        waiting.pop()
        if _chooses(scope, node_id):
            sizes[node_id] = 1 + _GUESSED * len(after)
        else:
            sizes[node_id] = 1 + sum(sizes.get(other, 0) for other in after)
    return sizes


def _chooses(scope: Scope, node_id: str) -> bool:
    kind = scope.nodes[node_id].kind
    return kind in (Kind.EXCLUSIVE, Kind.INCLUSIVE) and len(scope.outgoing(node_id)) > 1
