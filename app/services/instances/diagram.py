"""The diagram of an instance's version with the way that it took: what the page draws."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.services.diagrams.library import bundle_of, definition
from app.services.instances.items import InstanceFacts
from app.services.instances.timeline import Entry
from models import PathNode, WorkflowState
from workflows.engine import path_taken


def picture_of(session: Session, facts: InstanceFacts, acts: Sequence[Entry]) -> dict[str, Any]:
    """XML, ids of nodes and flows that were taken, ids of open nodes, and a short text on each decided node.

    An instance that has ended, by its diagram or because it was taken back, is at no node any more.
    """
    version = definition(session, facts.version_id)
    state = session.execute(
        select(WorkflowState.body)
        .join(PathNode, PathNode.state_digest == WorkflowState.digest)
        .where(PathNode.id == facts.path_node_id)
    ).scalar_one()
    path = path_taken(version, state)
    bundle = bundle_of(session, facts.version_id)
    return {
        "xml": bundle.files[f"{facts.process_id}.bpmn"].decode(),
        "taken_nodes": sorted(path.nodes - path.open),
        "taken_flows": sorted(path.flows),
        "open_nodes": [] if facts.ended else sorted(path.open),
        "badges": _badges(acts),
    }


def _badges(acts: Sequence[Entry]) -> dict[str, str]:
    """By node the last thing that was done there, and how often if more than once."""
    done = [act for act in acts if act.node_id]
    times = Counter(act.node_id for act in done)
    badges = {}
    for act in done:
        again = f"（第 {times[act.node_id]} 次）" if times[act.node_id] > 1 else ""
        badges[str(act.node_id)] = f"{act.said}{again} {act.time:%m-%d %H:%M}"
    return badges
