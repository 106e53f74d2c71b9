"""A training plan on the page of its instance: what a reviewer needs to decide."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from app.services.attachments.find import attachments_of
from app.services.instances.items.item import InstanceFacts
from app.services.instances.words import Word
from models import Attachment, ItemKind, Organization, PlanState, Subject, TrainingClass, TrainingPlan

OTHERS = 20
STANDING = {
    PlanState.SUBMITTED: Word("待审核", "info"),
    PlanState.APPROVED: Word("已生效", "success"),
    PlanState.REJECTED: Word("不予通过", "danger"),
}


@dataclass(frozen=True)
class OtherPlan:
    """Another plan that the base submitted for the same year, and the classes held on it."""

    id: int
    name: str
    subject_name: str
    people: int
    hours: Decimal
    state: PlanState
    classes: int

    @property
    def word(self) -> Word:
        """Its state in words."""
        return STANDING[self.state]


@dataclass(frozen=True)
class PlanInstance(InstanceFacts):
    """An instance of a plan's process, with its files and the base's other plans of the year."""

    plan_name: str
    year: int
    attachments: Sequence[Attachment]
    others: Sequence[OtherPlan]

    @property
    def name(self) -> str:
        """The plan's name."""
        return self.plan_name

    @property
    def group_name(self) -> str:
        """The base's plans."""
        return f"{self.organization_name}的培训计划"

    @property
    def heading(self) -> str:
        """The plan's name stands for itself."""
        return self.plan_name


class TrainingPlanOnPage:
    """The page of a `training_plan`."""

    kind: ClassVar[ItemKind] = ItemKind.TRAINING_PLAN
    noun: ClassVar[str] = "计划"
    labels: ClassVar[Mapping[str, str]] = {
        "name": "计划名称",
        "subject_type": "科目类型",
        "subject": "培训科目",
        "year": "培训年度",
        "audience": "培训对象",
        "people": "培训人数",
        "hours": "学时",
        "mode": "培训方式",
        "starts_on": "开始日期",
        "ends_on": "结束日期",
        "place": "培训地点",
        "fee": "收费标准",
        "attachments": "附件",
    }
    ends: ClassVar[Mapping[str, Word]] = {"approved": Word("已生效", "success")}
    withdrawn: ClassVar[str] = "该计划回到“待提交”，可修改后重新提交。"

    def facts(self, session: Session, common: dict[str, Any]) -> PlanInstance:
        """The plan, its files, and what else the base planned for the year."""
        plan = session.get_one(TrainingPlan, common["item_id"])
        return PlanInstance(
            **common,
            plan_name=plan.name,
            year=plan.year,
            attachments=attachments_of(session, self.kind, plan.id),
            others=_others(session, plan),
        )

    def names(self) -> Select[int, str, str]:
        """The plan and its base."""
        return select(
            TrainingPlan.id.label("item_id"),
            TrainingPlan.name.label("name"),
            Organization.name.label("group_name"),
        ).join(Organization, Organization.id == TrainingPlan.base_id)


def _others(session: Session, plan: TrainingPlan) -> list[OtherPlan]:
    """Drafts are nobody's business but the base's."""
    other = TrainingPlan
    classes = select(func.count()).where(TrainingClass.plan_id == other.id).correlate(other)
    rows = session.execute(
        select(
            other.id, other.name, Subject.name.label("subject_name"), other.people, other.hours, other.state,
            classes.scalar_subquery().label("classes"),
        )
        .join(Subject, Subject.id == other.subject_id)
        .where(
            other.base_id == plan.base_id,
            other.year == plan.year,
            other.id != plan.id,
            other.state != PlanState.DRAFT,
        )
        .order_by(other.id.desc())
        .limit(OTHERS)
    )  # fmt: skip
    return [OtherPlan(**row._mapping) for row in rows]
