"""Training plans in an inbox: folded by base, one row a plan."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from app.plain_text import tidy
from app.services.inbox.items.item import Column, Row, columns
from models import Instance, ItemKind, Organization, Subject, SubjectType, TrainingPlan


@dataclass(frozen=True)
class PlanningBase:
    """What a reviewer has to know of a base whose plans wait."""

    id: int
    base_name: str
    contact_name: str
    contact_phone: str

    @property
    def name(self) -> str:
        """What the group is called."""
        return f"{self.base_name}的培训计划"


@dataclass(frozen=True)
class PlanInInbox(Row):
    """A work item with the plan it is about."""

    plan_name: str
    subject_name: str
    subject_type: SubjectType
    year: int
    people: int
    hours: Decimal

    @property
    def name(self) -> str:
        """The plan's name."""
        return self.plan_name


class TrainingPlanInInbox:
    """The rows of `training_plan`."""

    kind: ClassVar[ItemKind] = ItemKind.TRAINING_PLAN
    columns: ClassVar[tuple[Column, ...]] = columns(
        Column("plan_name", "培训计划"),
        Column("subject_name", "培训科目"),
        Column("year", "培训年度", "number"),
        Column("people", "人数", "number"),
        Column("hours", "学时", "number"),
    )

    def find_groups(self, session: Session, group_ids: Sequence[int]) -> Mapping[int, PlanningBase]:
        """Groups are bases."""
        base = Organization
        rows = session.execute(
            select(base.id, base.name.label("base_name"), base.contact_name, base.contact_phone).where(
                base.id == func.any(list(set(group_ids)))
            )
        )
        return {row.id: PlanningBase(**row._mapping) for row in rows}

    def groups_matching(self, text: str, year: int | None) -> Select[int]:
        """By the base's name or that of one of its plans, and the year of such a plan."""
        text = tidy(text)
        query = select(TrainingPlan.base_id).join(Organization, Organization.id == TrainingPlan.base_id)
        if text:
            names = (TrainingPlan.name, Organization.name)
            query = query.where(or_(*(name.icontains(text, autoescape=True) for name in names)))
        return query if year is None else query.where(TrainingPlan.year == year)

    def joined(self, query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
        """The plan and its subject."""
        is_its_plan = and_(TrainingPlan.id == Instance.item_id, Instance.item_kind == ItemKind.TRAINING_PLAN)
        return (
            query.join(TrainingPlan, is_its_plan)
            .join(Subject, Subject.id == TrainingPlan.subject_id)
            .add_columns(
                TrainingPlan.name.label("plan_name"),
                Subject.name.label("subject_name"),
                Subject.type.label("subject_type"),
                TrainingPlan.year,
                TrainingPlan.people,
                TrainingPlan.hours,
            )
        )

    def holds(self, text: str) -> ColumnElement[bool]:
        """The plan's or its subject's name holds the text."""
        plan, subject, text = aliased(TrainingPlan), aliased(Subject), tidy(text)
        return exists(
            select(plan.id)
            .join(subject, subject.id == plan.subject_id)
            .where(
                plan.id == Instance.item_id,
                or_(plan.name.icontains(text, autoescape=True), subject.name.icontains(text, autoescape=True)),
            )
        )

    def row(self, facts: dict[str, Any]) -> PlanInInbox:
        """Nothing is to be unsealed."""
        return PlanInInbox(**facts)
