"""The numbers beside the tabs of an inbox: each counted up to 1,000 from an index alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    DateTime,
    Select,
    Text,
    any_,
    bindparam,
    cast,
    func,
    literal_column,
    select,
)
from sqlalchemy.orm import Session

from app.items import ITEMS
from app.permissions import Actor, may
from app.services.calendar.deadline import soon_until
from app.services.inbox.scope import IS_WAITING, waiting_values
from app.services.instances.submitted import SEEN_WITH
from app.services.prepared import Prepared
from models import Instance, InstanceEvent, WorkItem
from models.instance import BY_REVIEWER

COUNTED_AT_MOST = 1000


@dataclass(frozen=True)
class DueCounts:
    """How many of the waiting rows are overdue, and how many will be soon; each up to 1,000."""

    overdue: int
    soon: int


def count_due(session: Session, by: Actor) -> DueCounts:
    """By ix_work_item_due alone, which has only what has a limit; one statement."""
    row = _DUE.run(session, **waiting_values(by), soon_until=soon_until()).fetchone()
    return DueCounts(*row) if row else DueCounts(0, 0)


def count_waiting(session: Session, by: Actor) -> int:
    """How many rows wait for the actor."""
    return counted(_WAITING.run(session, **waiting_values(by)).fetchone())


def count_decided(session: Session, by: Actor) -> int:
    """How many decisions the actor himself made for his present organisation."""
    if by.is_learner:
        return 0
    values = {"user_id": by.user_id, "organization_id": by.organization_id}
    return counted(_DECIDED.run(session, **values).fetchone())


def count_under_way(session: Session, by: Actor) -> int:
    """How much of what the actor's organisation submitted has not ended, of the kinds that he may look through."""
    kinds = [str(item.kind) for item in ITEMS if may(by, SEEN_WITH.get(item.kind, item.start_permission))]
    values = {"organization_id": by.organization_id, "kinds": kinds}
    return 0 if by.is_learner else counted(_UNDER_WAY.run(session, **values).fetchone())


def counted(row: Sequence[int] | None) -> int:
    """The number that a statement of `count_of` gave."""
    return int(row[0]) if row else 0


def count_of(query: Select[Any]) -> Prepared:
    """A statement that counts the rows of a query, and stops at 1,000."""
    return Prepared(select(func.count()).select_from(query.limit(COUNTED_AT_MOST).subquery()))


_ORGANIZATION = bindparam("organization_id", type_=BigInteger)
_WAITING = count_of(select(WorkItem.id).where(IS_WAITING))
_SOON = bindparam("soon_until", type_=DateTime(timezone=True))
_DUE = Prepared(
    select(
        select(func.count())
        .select_from(
            select(WorkItem.id).where(IS_WAITING, WorkItem.due_at < func.now()).limit(COUNTED_AT_MOST).subquery()
        )
        .scalar_subquery(),
        select(func.count())
        .select_from(
            select(WorkItem.id)
            .where(IS_WAITING, WorkItem.due_at >= func.now(), WorkItem.due_at <= _SOON)
            .limit(COUNTED_AT_MOST)
            .subquery()
        )
        .scalar_subquery(),
    )
)
_DECIDED = count_of(
    select(InstanceEvent.instance_id).where(
        InstanceEvent.user_id == bindparam("user_id", type_=BigInteger),
        InstanceEvent.organization_id == _ORGANIZATION,
        literal_column(f"instance_event.{BY_REVIEWER}"),
    )
)
_UNDER_WAY = count_of(
    select(Instance.organization_id).where(
        Instance.organization_id == _ORGANIZATION,
        cast(Instance.item_kind, Text) == any_(bindparam("kinds", type_=ARRAY(Text))),
        Instance.ended_at.is_(None),
    )
)
