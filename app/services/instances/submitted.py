"""What an organisation submitted (我发起的): one row a score, with the newest of its instances."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import FromClause, Select, select, true
from sqlalchemy.orm import Session, aliased

from app.permissions import Actor
from app.plain_text import tidy
from app.services.approvals.untouched import is_untouched
from app.services.instances.newest import newest_instance, open_work_of
from app.services.instances.words import ENDS, PLACES, Word, word
from app.services.page import Page, page_of
from app.services.waiting import days_since
from models import Learner, Organization, Score, TrainingClass


@dataclass(frozen=True)
class Submitted:
    """A score that was submitted: how it ended, or who has it now and for how many days."""

    score_id: int
    instance_id: int
    learner_name: str
    class_id: int
    class_name: str
    value: Decimal
    started_at: datetime
    ended: str | None
    ended_at: datetime | None
    party: str | None
    holder_name: str | None
    holder_phone: str | None
    waiting_days: int | None
    event_count: int

    @property
    def word(self) -> Word:
        """Its place or end in words."""
        return word(ENDS, self.ended) if self.ended else word(PLACES, self.party or "")

    @property
    def may_be_withdrawn(self) -> bool:
        """Whether nobody has decided anything yet."""
        return self.ended is None and is_untouched(self.event_count)


def list_submitted(
    session: Session,
    *,
    by: Actor,
    state: str = "",
    class_id: int | None = None,
    text: str = "",
    before: int | None = None,
    limit: int = 50,
) -> Page[Submitted]:
    """The scores of the actor's organisation that were submitted, newest first; one statement.

    `state` is a party (where it is now), an end, or empty; `text` is looked for in the learner's name.
    """
    newest, holder = newest_instance(), aliased(Organization)
    place = open_work_of(newest)
    query = (
        _columns(newest, place, holder)
        .join(newest, true())
        .outerjoin(place, true())
        .outerjoin(holder, holder.id == place.c.organization_id)
        .join(Learner, Learner.id == Score.learner_id)
        .join(TrainingClass, TrainingClass.id == Score.class_id)
        .where(Score.base_id == by.organization_id, newest.c.organization_id == by.organization_id)
    )
    query = _filtered(query, newest, place, state, class_id, text)
    if before is not None:
        query = query.where(Score.id < before)
    rows = session.execute(query.order_by(Score.id.desc()).limit(limit + 1))
    return page_of([Submitted(**row._mapping) for row in rows], limit, lambda row: row.score_id)


def _columns(newest: FromClause, place: FromClause, holder: Any) -> Select[*tuple[Any, ...]]:
    return select(
        Score.id.label("score_id"),
        newest.c.id.label("instance_id"),
        Learner.name.label("learner_name"),
        TrainingClass.id.label("class_id"),
        TrainingClass.name.label("class_name"),
        Score.value,
        newest.c.started_at,
        newest.c.ended,
        newest.c.ended_at,
        place.c.party,
        holder.name.label("holder_name"),
        holder.contact_phone.label("holder_phone"),
        days_since(place.c.opened_at).label("waiting_days"),
        newest.c.event_count,
    ).select_from(Score)


def _filtered(
    query: Select[*tuple[Any, ...]],
    newest: FromClause,
    place: FromClause,
    state: str,
    class_id: int | None,
    text: str,
) -> Select[*tuple[Any, ...]]:
    if state in ENDS:
        query = query.where(newest.c.ended == state)
    elif state:
        query = query.where(place.c.party == state)
    if class_id is not None:
        query = query.where(Score.class_id == class_id)
    if text:
        query = query.where(Learner.name.icontains(tidy(text), autoescape=True))
    return query
