"""Rows of one group: what the reviewer decides on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, and_, false, func, or_, select
from sqlalchemy.orm import Session

from app import resident_id
from app.permissions import Actor
from app.plain_text import tidy
from app.sealing import sealer
from app.services.inbox.groups import GroupKey
from app.services.inbox.scope import is_waiting_for
from app.services.page import Page, page_of
from app.services.waiting import days_since
from models import (
    Comment,
    Instance,
    InstanceEvent,
    ItemKind,
    Learner,
    Organization,
    Score,
    User,
    WorkItem,
)


@dataclass(frozen=True)
class Row:
    """One work item with the score it is about, and what the last one who acted on it wrote."""

    id: int
    instance_id: int
    revision: int
    learner_name: str
    masked_id: str
    employer_name: str
    value: Decimal
    remark: str
    submitted_at: datetime
    opened_at: datetime
    waiting_days: int
    last_comment: str | None
    last_by: str | None

    @property
    def target(self) -> str:
        """What a form sends for the row: the work item and the revision that was shown."""
        return f"{self.id}-{self.revision}"


@dataclass(frozen=True)
class Found:
    """How many rows of a group match, and the newest of them when they were counted."""

    count: int
    last_id: int


def list_rows(
    session: Session,
    key: GroupKey,
    *,
    by: Actor,
    text: str = "",
    after: int = 0,
    limit: int = 50,
) -> Page[Row]:
    """The rows of a group in the order in which they came; one statement."""
    query = _with_score(_of_group(_shown(), key, by)).where(WorkItem.id > after)
    if text:
        query = query.where(_holds(text))
    rows = session.execute(query.order_by(WorkItem.id).limit(limit + 1)).all()
    return page_of([_row(row) for row in rows], limit, lambda row: row.id)


def count_rows(session: Session, key: GroupKey, *, by: Actor, text: str) -> Found:
    """Count the rows of a group that match `text`."""
    query = _matching(select(func.count(), func.coalesce(func.max(WorkItem.id), 0)), key, by, text)
    return Found(*session.execute(query).one())


def all_rows(key: GroupKey, *, by: Actor, up_to: int, text: str = "") -> Select[int, int]:
    """The work items of a group that match, with their revisions: those there were when `up_to` was the newest."""
    return _matching(select(WorkItem.id, Instance.revision), key, by, text).where(WorkItem.id <= up_to)


def whole_groups(groups: Mapping[GroupKey, int], *, by: Actor) -> Select[int, int]:
    """The work items of several groups, of each those there were when its last id was the newest."""
    meant = [
        and_(
            WorkItem.group_id == key.group_id,
            WorkItem.user_task_id == key.user_task_id,
            WorkItem.id <= last_id,
        )
        for key, last_id in groups.items()
    ]
    return (
        select(WorkItem.id, Instance.revision)
        .join(Instance, Instance.id == WorkItem.instance_id)
        .where(is_waiting_for(by), or_(false(), *meant))
    )


def _matching(query: Select[*tuple[Any, ...]], key: GroupKey, by: Actor, text: str) -> Select[*tuple[Any, ...]]:
    query = _of_group(query, key, by)
    return _with_score(query).where(_holds(text)) if text else query


def _of_group(query: Select[*tuple[Any, ...]], key: GroupKey, by: Actor) -> Select[*tuple[Any, ...]]:
    return (
        query.select_from(WorkItem)
        .join(Instance, Instance.id == WorkItem.instance_id)
        .where(
            is_waiting_for(by),
            WorkItem.group_id == key.group_id,
            WorkItem.user_task_id == key.user_task_id,
        )
    )


def _with_score(query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    return (
        query.join(Score, and_(Score.id == Instance.item_id, Instance.item_kind == ItemKind.SCORE))
        .join(Learner, Learner.id == Score.learner_id)
        .join(Organization, Organization.id == Score.employer_id)
    )


def _holds(text: str) -> Any:
    """The learner's or the employer's name holds the text, or it is the learner's whole id number."""
    text, number = tidy(text), resident_id.normalise(text)
    if resident_id.problem_of(number) is None:
        return Learner.resident_id_hash == sealer().lookup(number)
    return or_(
        Learner.name.icontains(text, autoescape=True),
        Organization.name.icontains(text, autoescape=True),
    )


def _shown() -> Select[*tuple[Any, ...]]:
    last = and_(InstanceEvent.instance_id == Instance.id, InstanceEvent.seq == Instance.event_count)
    comment = select(Comment.body).join(InstanceEvent, InstanceEvent.comment_id == Comment.id).where(last)
    author = select(User.name).join(InstanceEvent, InstanceEvent.user_id == User.id).where(last)
    sealed = select(User.resident_id_sealed).where(User.id == Learner.user_id)
    return select(
        WorkItem.id,
        WorkItem.instance_id,
        Instance.revision,
        Learner.name.label("learner_name"),
        sealed.correlate(Learner).scalar_subquery().label("sealed"),
        Organization.name.label("employer_name"),
        Score.value,
        Score.remark,
        Instance.started_at.label("submitted_at"),
        WorkItem.opened_at,
        days_since(WorkItem.opened_at).label("waiting_days"),
        comment.correlate(Instance).scalar_subquery().label("last_comment"),
        author.correlate(Instance).scalar_subquery().label("last_by"),
    )


def _row(row: Any) -> Row:
    facts = dict(row._mapping)
    sealed = facts.pop("sealed")
    return Row(masked_id=resident_id.mask(sealer().unseal(sealed)), **facts)
