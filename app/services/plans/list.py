"""The plans of a base: what each says, where it is, and who has it now."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import FromClause, Select, func, select, true
from sqlalchemy.orm import Session, aliased

from app.errors import NotFound
from app.permissions import Actor, Permission
from app.plain_text import tidy
from app.services.calendar.deadline import Limited
from app.services.guard import require
from app.services.instances.words import PLACES, Word, word
from app.services.page import Page, page_of
from app.services.waiting import days_since
from models import (
    Comment,
    Instance,
    InstanceEvent,
    ItemKind,
    Organization,
    PlanState,
    Subject,
    SubjectType,
    TeachingMode,
    TrainingClass,
    TrainingPlan,
    UserTask,
    WorkItem,
)

TONES = {
    PlanState.DRAFT: "neutral",
    PlanState.SUBMITTED: "info",
    PlanState.APPROVED: "success",
    PlanState.REJECTED: "danger",
}


@dataclass(frozen=True)
class PlanRow(Limited):
    """A plan as its base sees it; `holder` is who has to act on it now, `last_comment` what was said last."""

    id: int
    name: str
    subject_id: int
    subject_name: str
    subject_type: SubjectType
    year: int
    audience: str
    people: int
    hours: Decimal
    mode: TeachingMode
    starts_on: date
    ends_on: date
    place: str
    fee: str
    state: PlanState
    created_at: datetime
    classes: int
    instance_id: int | None
    is_touched: bool | None
    work_item_id: int | None
    party: str | None
    holder: str | None
    waiting_days: int | None
    due_at: datetime | None
    last_comment: str | None

    @property
    def word(self) -> Word:
        """State or place, with the tone that a page gives it."""
        if self.state is PlanState.SUBMITTED and self.party:
            return word(PLACES, self.party)
        return Word(self.state.label, TONES[self.state])

    @property
    def is_draft(self) -> bool:
        """Whether it may be edited, submitted and deleted."""
        return self.state is PlanState.DRAFT

    @property
    def is_returned(self) -> bool:
        """Whether it is back with the base, to be corrected."""
        return self.state is PlanState.SUBMITTED and self.party == "base"

    @property
    def is_withdrawable(self) -> bool:
        """Whether nobody has decided on it yet; the verb checks again."""
        return self.state is PlanState.SUBMITTED and not self.is_touched


def list_plans(
    session: Session,
    *,
    by: Actor,
    text: str = "",
    year: int | None = None,
    state: PlanState | None = None,
    before: int | None = None,
    limit: int = 50,
) -> Page[PlanRow]:
    """The base's plans, newest first; one statement. `text` is looked for in the name."""
    require(by, Permission.PLAN_VIEW)
    query = _rows(by)
    if text:
        query = query.where(TrainingPlan.name.icontains(tidy(text), autoescape=True))
    for column, value in ((TrainingPlan.year, year), (TrainingPlan.state, state)):
        if value is not None:
            query = query.where(column == value)
    if before is not None:
        query = query.where(TrainingPlan.id < before)
    rows = session.execute(query.order_by(TrainingPlan.id.desc()).limit(limit + 1))
    return page_of([PlanRow(**row._mapping) for row in rows], limit, lambda row: row.id)


def find_plan(session: Session, plan_id: int, *, by: Actor) -> PlanRow:
    """One plan of the actor's base. Raises NotFound."""
    require(by, Permission.PLAN_VIEW)
    row = session.execute(_rows(by).where(TrainingPlan.id == plan_id)).one_or_none()
    if row is None:
        raise NotFound()
    return PlanRow(**row._mapping)


def _rows(by: Actor) -> Select[*tuple[Any, ...]]:
    newest, holder = _newest_instance(), aliased(Organization)
    work = _open_work(newest)
    classes = select(func.count()).where(TrainingClass.plan_id == TrainingPlan.id).correlate(TrainingPlan)
    said = (
        select(Comment.body)
        .join(InstanceEvent, InstanceEvent.comment_id == Comment.id)
        .where(InstanceEvent.instance_id == newest.c.id, InstanceEvent.seq == newest.c.event_count)
    )
    plan = TrainingPlan
    return (
        select(
            plan.id, plan.name, plan.subject_id, Subject.name.label("subject_name"),
            Subject.type.label("subject_type"), plan.year, plan.audience, plan.people, plan.hours, plan.mode,
            plan.starts_on, plan.ends_on, plan.place, plan.fee, plan.state, plan.created_at,
            classes.scalar_subquery().label("classes"),
            newest.c.id.label("instance_id"), newest.c.is_touched,
            work.c.id.label("work_item_id"), work.c.party, holder.name.label("holder"), work.c.waiting_days,
            work.c.due_at, said.correlate(newest).scalar_subquery().label("last_comment"),
        )
        .join(Subject, Subject.id == plan.subject_id)
        .outerjoin(newest, true())
        .outerjoin(work, true())
        .outerjoin(holder, holder.id == work.c.organization_id)
        .where(plan.base_id == by.organization_id)
    )  # fmt: skip


def _newest_instance() -> FromClause:
    return (
        select(Instance.id, Instance.event_count, Instance.is_touched)
        .where(Instance.item_id == TrainingPlan.id, Instance.item_kind == ItemKind.TRAINING_PLAN)
        .order_by(Instance.id.desc())
        .limit(1)
        .correlate(TrainingPlan)
        .lateral("newest")
    )


def _open_work(newest: FromClause) -> FromClause:
    return (
        select(
            WorkItem.id,
            WorkItem.organization_id,
            UserTask.party,
            days_since(WorkItem.opened_at).label("waiting_days"),
            WorkItem.due_at,
        )
        .join(UserTask, UserTask.id == WorkItem.user_task_id)
        .where(WorkItem.instance_id == newest.c.id, WorkItem.closed_at.is_(None))
        .order_by(WorkItem.id)
        .limit(1)
        .correlate(newest)
        .lateral("open_work")
    )
