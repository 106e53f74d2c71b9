"""Parallel branches are blocks: a fork, branches that nothing enters or leaves, and one join where all meet.

What is drawn so cannot wait for a branch that never comes, nor run the same step twice over.
"""

from collections.abc import Mapping

from .blocks import FORKING, branch, forks_of, joins_of
from .model import Diagram, Kind, Node, Scope
from .problems import Report


def check_forks(diagram: Diagram, report: Report) -> None:
    """Report forks whose branches do not meet as they should, and joins that have no fork."""
    for scope in diagram.scopes.values():
        meetings = joins_of(scope)
        joins = {_check_fork(scope, fork, meetings, report) for fork in forks_of(scope)}
        for node in scope.of_kind(Kind.PARALLEL):
            if len(scope.incoming(node.id)) > 1 and node.id not in joins:
                message = f"并行网关“{_title(node)}”等待多条分支，但前面没有对应的并行分支，请改成排他网关。"
                report.add("join_alone", scope.file, message, node.id, node.name)


def _check_fork(scope: Scope, fork: Node, meetings: Mapping[str, Node | None], report: Report) -> str:
    """Check one fork; returns the id of its join, or nothing when there is none."""
    join = meetings[fork.id]
    if join is None:
        message = f"“{_title(fork)}”的分支不经汇合就到了不同的结束，请先用同类网关汇合所有分支。"
        report.add("branch_ends", scope.file, message, fork.id, fork.name)
        return ""
    if join.kind not in FORKING:
        message = f"“{_title(fork)}”的几条分支在“{_title(join)}”处直接汇合，请先用同类网关汇合。"
        report.add("branches_merge", scope.file, message, join.id, join.name)
        return ""
    if fork.kind is Kind.INCLUSIVE and join.kind is Kind.PARALLEL:
        message = f"包容网关“{_title(fork)}”的分支在并行网关“{_title(join)}”汇合会一直等待，请把它改成包容网关。"
        report.add("join_kind", scope.file, message, join.id, join.name)
    branches = [branch(scope, flow.target, join) for flow in scope.outgoing(fork.id)]
    for nodes in branches:
        _check_branch(scope, fork, join, nodes, report)
    _check_apart(scope, fork, join, branches, report)
    return join.id


def _check_branch(scope: Scope, fork: Node, join: Node, branch: set[str], report: Report) -> None:
    if fork.id in branch:
        message = f"“{_title(fork)}”的分支不经汇合就退回到了它之前，请先汇合，再按办理结果退回。"
        report.add("branch_loops", scope.file, message, fork.id, fork.name)
        return
    for flow in scope.flows:
        if flow.target in branch and flow.source not in branch | {fork.id}:
            message = (
                f"连线“{flow.name or flow.id}”从外面进入了“{_title(fork)}”的分支，请改连到“{_title(fork)}”之前。"
            )
            report.add("branch_entered", scope.file, message, flow.id, flow.name)
    into = [flow for flow in scope.incoming(join.id) if flow.source in branch]
    if join.kind is Kind.PARALLEL and len(into) > 1:
        message = f"同一条分支有 {len(into)} 条线进入并行网关“{_title(join)}”，请先在分支内用网关合成一条。"
        report.add("join_doubled", scope.file, message, join.id, join.name)


def _check_apart(scope: Scope, fork: Node, join: Node, branches: list[set[str]], report: Report) -> None:
    """No node is in two branches, and the join has no other way in."""
    seen: set[str] = {fork.id}
    for nodes in branches:
        for node in (scope.nodes[node_id] for node_id in sorted(nodes & seen - {fork.id})):
            message = f"“{_title(fork)}”的几条分支在“{_title(node)}”处直接汇合，请先用同类网关汇合。"
            report.add("branches_merge", scope.file, message, node.id, node.name)
        seen |= nodes
    for flow in scope.incoming(join.id):
        if flow.source not in seen:
            message = (
                f"连线“{flow.name or flow.id}”从外面进入了汇合“{_title(join)}”，请改连到“{_title(join)}”之后。"
            )
            report.add("join_entered", scope.file, message, flow.id, flow.name)


def _title(node: Node) -> str:
    return node.name or node.id
