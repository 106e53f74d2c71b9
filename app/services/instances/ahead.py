"""What still lies before instances: the steps of the likely way, and how many days each takes as a rule.

The likely way is that which most instances went on from the same place; where none has, the shortest way through
the diagram to a good end.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from app.services.diagrams.library import definition
from models import StepDuration, UserTask
from workflows.engine import steps_ahead

DEEPEST = 12  # decisions that are looked ahead


class At(NamedTuple):
    """Where an instance is: its version, its path node, and the user task that is open there."""

    version_id: int
    path_node_id: int
    process_id: str
    node_id: str


@dataclass(frozen=True)
class AheadStep:
    """A user task to come; `days` is the median of the last 90 days, None where nothing was decided there."""

    name: str
    days: Decimal | None


@dataclass(frozen=True)
class Ahead:
    """The steps after the present one, and how long the present one takes as a rule."""

    steps: Sequence[AheadStep]
    here: Decimal | None
    is_likely: bool  # from what others did; else from the diagram alone

    @property
    def days(self) -> Decimal | None:
        """All steps to come together, where each of them is known."""
        known = [step.days for step in self.steps if step.days is not None]
        return sum(known, Decimal(0)) if known and len(known) == len(self.steps) else None


_TRAVELLED = text("""
    WITH RECURSIVE below AS (
        SELECT id AS origin, id, version_id, 0 AS depth, ARRAY[]::bigint[] AS opens
          FROM path_node WHERE id = ANY(:places)
         UNION ALL
        SELECT below.origin, node.id, node.version_id, below.depth + 1,
               below.opens || ARRAY(SELECT jsonb_array_elements_text(node.step -> 'opens')::bigint)
          FROM below
          JOIN path_node node ON node.version_id = below.version_id AND node.parent_id = below.id
         WHERE below.depth < :deepest)
    SELECT DISTINCT ON (below.origin) below.origin, below.opens
      FROM below
      JOIN path_traffic ON path_traffic.path_node_id = below.id
     WHERE below.depth > 0
     ORDER BY below.origin, path_traffic.ended DESC, below.depth, below.id
""")


def ahead_of(session: Session, places: Sequence[At]) -> dict[At, Ahead]:
    """What lies before each of these places, in three statements for all of them."""
    wanted = set(places)
    if not wanted:
        return {}
    ids = sorted({at.path_node_id for at in wanted})
    travelled = {
        row.origin: list(row.opens) for row in session.execute(_TRAVELLED, {"places": ids, "deepest": DEEPEST})
    }
    tasks = _tasks(session, {id for opens in travelled.values() for id in opens})
    days = _days(session, {at.process_id for at in wanted})
    found = {}
    for at in wanted:
        likely = travelled.get(at.path_node_id)
        steps = [tasks[id] for id in likely] if likely is not None else _drawn(session, at)
        found[at] = Ahead(
            steps=[AheadStep(name, days.get((at.process_id, node_id))) for node_id, name in steps],
            here=days.get((at.process_id, at.node_id)),
            is_likely=likely is not None,
        )
    return found


def _drawn(session: Session, at: At) -> list[tuple[str, str]]:
    return [(task.node_id, task.name) for task in steps_ahead(definition(session, at.version_id), at.node_id)]


def _tasks(session: Session, ids: set[int]) -> dict[int, tuple[str, str]]:
    query = select(UserTask.id, UserTask.node_id, UserTask.name).where(UserTask.id == func.any(sorted(ids)))
    return {row.id: (row.node_id, row.name) for row in session.execute(query)}


def _days(session: Session, process_ids: set[str]) -> Mapping[tuple[str, str], Decimal]:
    query = select(StepDuration.process_id, StepDuration.node_id, StepDuration.days).where(
        StepDuration.process_id == func.any(sorted(process_ids))
    )
    return {(row.process_id, row.node_id): row.days for row in session.execute(query)}
