"""Whether an item can come through without anybody but its submitter having looked at it."""

from .definition import Definition
from .graph import passed_by
from .model import Kind, Node, Scope


def unreviewed_ends(definition: Definition, submitter: str) -> list[str]:
    """Ids of ends that a token may reach without passing a user task of another party than `submitter`."""
    root = definition.diagram.scopes[definition.diagram.root]

    def is_reviewed(scope: Scope, node: Node) -> bool:
        return node.kind is Kind.USER and scope.lanes[node.id].party != submitter

    reached = passed_by(definition.diagram, root, is_reviewed)
    return [node_id for node_id in definition.ends if node_id in reached]
