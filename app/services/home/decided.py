"""How much a reviewer decided today and this week."""

from dataclasses import dataclass

from sqlalchemy import func, literal_column, select
from sqlalchemy.orm import Session

from app.permissions import Actor
from models import InstanceEvent
from models.instance import BY_REVIEWER

MOST = 10_000


@dataclass(frozen=True)
class DecidedCounts:
    """Decisions of the actor himself, for his present organisation; counted up to MOST."""

    today: int
    week: int


def decided_counts(session: Session, *, by: Actor) -> DecidedCounts:
    """Count since midnight and since Monday, by ix_instance_event_decided_by; one statement."""
    newest = (
        select(InstanceEvent.at)
        .where(
            InstanceEvent.user_id == by.user_id,
            InstanceEvent.organization_id == by.organization_id,
            literal_column(f"instance_event.{BY_REVIEWER}"),
            InstanceEvent.at >= func.date_trunc("week", func.now()),
        )
        .order_by(InstanceEvent.at.desc())
        .limit(MOST + 1)
        .subquery("newest")
    )
    is_today = newest.c.at >= func.date_trunc("day", func.now())
    row = session.execute(select(func.count().filter(is_today), func.count()).select_from(newest)).one()
    return DecidedCounts(*row)
