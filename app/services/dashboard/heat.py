"""A process's diagram with its steps coloured by how much, or how long, waits there."""

import enum
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import NotFound
from app.services.dashboard.figures import Step, steps_of
from app.services.dashboard.period import Period
from app.services.diagrams.library import bundle_of
from models import Diagram, Organization

TONES = 4
SLOW = (Decimal("0.5"), Decimal(1), Decimal(2))
"""How often its typical days (at least one day) a step has waited: above the last of these it is hottest."""


class HeatBy(enum.StrEnum):
    """What colours a step."""

    DAYS = "days"
    COUNT = "count"

    @property
    def label(self) -> str:
        """As the reader knows it."""
        return {"days": "按平均等待时间", "count": "按在办件数"}[self.value]


def process_name(session: Session, process_id: str) -> str:
    """What a process is called. Raises NotFound."""
    name = session.scalar(select(Diagram.name).where(Diagram.process_id == process_id))
    if name is None:
        raise NotFound()
    return name


def steps_of_process(session: Session, process_id: str, organization: Organization, period: Period) -> list[Step]:
    """The organisation's steps of a process. Raises NotFound where it had nothing to do with it."""
    found = [step for step in steps_of(session, organization.id, period) if step.process_id == process_id]
    if not found:
        raise NotFound()
    return found


def picture_of(session: Session, process_id: str, steps: Sequence[Step], by: HeatBy) -> dict[str, Any]:
    """The diagram in service, a tone and a short text on each step. Raises NotFound."""
    query = select(Diagram.current_version_id).where(Diagram.process_id == process_id)
    version_id = session.scalar(query)
    if version_id is None:
        raise NotFound()
    return {
        "xml": bundle_of(session, version_id).files[f"{process_id}.bpmn"].decode(),
        "marks": {step.node_id: f"heat-{tone_of(step, steps, by)}" for step in steps if step.work.open},
        "badges": {step.node_id: badge_of(step) for step in steps},
    }


def badge_of(step: Step) -> str:
    """How much waits there, and how long."""
    if not step.work.open:
        return "无在办"
    return f"在办 {step.work.open:,} 件，平均 {step.work.average_days} 天"


def tone_of(step: Step, steps: Sequence[Step], by: HeatBy) -> int:
    """From 1 (cool) to TONES (hot)."""
    if by == HeatBy.COUNT:
        most = max(one.work.open for one in steps)
        return max(1, -(-step.work.open * TONES // most)) if most else 1
    waited = step.work.average_days or Decimal(0)
    usual = max(step.typical or Decimal(1), Decimal(1))
    return 1 + sum(waited > usual * limit for limit in SLOW)
