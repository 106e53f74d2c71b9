"""Who decided a work item: told to whoever comes second."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from app.permissions import Submitter
from app.services.approvals.locking import LockedWorkItem
from models import DECIDING, EventKind, InstanceEvent, Organization, User


class Decider(NamedTuple):
    """The decision that closed a work item."""

    user_id: int
    told_as: str
    at: datetime
    outcome: str


def deciders_of(session: Session, closed: Sequence[LockedWorkItem]) -> Mapping[int, Decider]:
    """The deciders of closed work items, by work item; one that closed without a decision has none."""
    if not closed:
        return {}
    rows = session.execute(
        select(
            InstanceEvent.work_item_id,
            InstanceEvent.user_id,
            (Organization.name + " " + User.name).label("told_as"),
            InstanceEvent.at,
            InstanceEvent.outcome,
        )
        .join(User, User.id == InstanceEvent.user_id)
        .join(Organization, Organization.id == InstanceEvent.organization_id)
        .where(
            InstanceEvent.instance_id == func.any([row.instance_id for row in closed]),
            InstanceEvent.work_item_id == func.any([row.id for row in closed]),
            InstanceEvent.kind == EventKind.DECIDED,
        )
    )
    return {row.work_item_id: Decider._make(row[1:]) for row in rows}


def decided_earlier(session: Session, rows: Sequence[LockedWorkItem], *, by: Submitter) -> set[int]:
    """The instances of these rows that `by`, or whom he stands in for, has decided or signed before."""
    if not rows:
        return set()
    persons = list(by.persons)
    query = select(InstanceEvent.instance_id).where(
        InstanceEvent.instance_id == func.any([row.instance_id for row in rows]),
        InstanceEvent.kind.in_(DECIDING),
        or_(InstanceEvent.user_id == func.any(persons), InstanceEvent.about_user_id == func.any(persons)),
        or_(InstanceEvent.work_item_id.is_(None), InstanceEvent.work_item_id != func.all([row.id for row in rows])),
    )
    return set(session.scalars(query))
