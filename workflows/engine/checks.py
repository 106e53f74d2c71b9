"""Everything asked of a diagram before it may run, in the order in which one answer needs the one before."""

from collections.abc import Mapping

from .condition_checks import check_conditions
from .conditions import Condition
from .model import Diagram
from .paths import Paths, TooMany, find_paths
from .problems import Report
from .size_checks import check_sizes
from .structure import check_structure
from .token_checks import check_tokens
from .user_tasks import check_user_tasks

_CALLS = {
    "call_circle": "流程“{0}”直接或间接地调用了自己，请去掉循环调用，改用回退连线。",
    "calls_too_deep": "到流程“{0}”的调用层数过多，请减少嵌套。",
    "too_many_places": "流程调用展开后节点过多（到“{0}”为止），请减少重复调用。",
}


def check_diagram(diagram: Diagram, report: Report) -> tuple[Mapping[str, Condition], Paths] | None:
    """Check a diagram that was read. Returns its compiled conditions and call paths, or None with problems."""
    before = len(report.problems)
    check_user_tasks(diagram, report)
    check_structure(diagram, report)
    paths = _paths(diagram, report)
    if paths is None or len(report.problems) > before:
        return None
    check_tokens(diagram, report)
    check_sizes(diagram, report)
    conditions = check_conditions(diagram, paths, report)
    return None if len(report.problems) > before else (conditions, paths)


def _paths(diagram: Diagram, report: Report) -> Paths | None:
    try:
        return find_paths(diagram)
    except TooMany as error:
        scope = diagram.scopes[error.scope_id]
        message = _CALLS[error.code].format(scope.name or scope.id)
        report.add(error.code, scope.file, message, scope.id, scope.name)
        return None
