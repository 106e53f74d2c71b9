"""A training plan on its way: base -> its competent department if it has one -> its HR department."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any, ClassVar

from sqlalchemy import Select, Text, cast, func, select, update
from sqlalchemy.orm import Session, aliased

from app.errors import NotFound, Refusal
from app.items.columns import json_object, label_of, names_of_files
from app.items.departments import add_hr
from app.items.item import Candidate, UnknownParty
from app.permissions import Permission, Submitter
from models import ItemKind, Organization, PlanState, Subject, SubjectType, TeachingMode, TrainingPlan


class PlanNotDraft(Refusal):
    """该计划当前为“{state}”，只有“待提交”的计划才能提交。"""


class SubjectDisabled(Refusal):
    """培训科目“{subject}”已被禁用，不能用于新的计划。请编辑计划，改选其他科目后再提交。"""


class TrainingPlanItem:
    """The item of `training_plan`."""

    kind: ClassVar[ItemKind] = ItemKind.TRAINING_PLAN
    process_id: ClassVar[str] = "training_plan"
    submitter_party: ClassVar[str] = "base"
    start_permission: ClassVar[Permission] = Permission.PLAN_SUBMIT
    variables: ClassVar[Mapping[str, type]] = {
        "has_competent": bool,
        "hours": Decimal,
        "people": int,
        "year": int,
        "subject_type": str,
        "base_level": str,
    }
    parties: ClassVar[frozenset[str]] = frozenset({"base", "competent", "hr"})
    ends: ClassVar[frozenset[str]] = frozenset({"approved", "rejected"})
    is_personal: ClassVar[bool] = False
    is_starters_alone: ClassVar[bool] = False

    def lock_candidates(self, session: Session, item_ids: Sequence[int], *, by: Submitter) -> list[Candidate]:
        """Lock the plans; only drafts of the actor's base whose subject may still be chosen may be submitted."""
        rows = session.execute(
            select(TrainingPlan.id, TrainingPlan.base_id, TrainingPlan.state, Subject.name, Subject.is_enabled)
            .join(Subject, Subject.id == TrainingPlan.subject_id)
            .where(TrainingPlan.id == func.any(list(item_ids)))
            .order_by(TrainingPlan.id)
            .with_for_update(of=TrainingPlan)
        )
        return [Candidate(row.id, _why_not(row, by)) for row in rows]

    def of_person(self, by: Submitter) -> Select[int] | None:
        """No plan is a person's own."""
        return None

    def instance_columns(self) -> Select[int, int, int]:
        """The base submits; inboxes fold by base."""
        return select(
            TrainingPlan.id.label("item_id"),
            TrainingPlan.base_id.label("organization_id"),
            TrainingPlan.base_id.label("group_id"),
        )

    def revision_columns(self) -> Select[int, Any, Any]:
        """What the reviewer sees, in words, and what conditions may read."""
        base = aliased(Organization)
        return (
            select(
                TrainingPlan.id.label("item_id"), _content().label("content"), _variables(base).label("variables")
            )
            .join(Subject, Subject.id == TrainingPlan.subject_id)
            .join(base, base.id == TrainingPlan.base_id)
        )

    def party_columns(self, party: str, level: str | None) -> Select[Any, Any]:
        """The parties of a plan: base, competent, hr (of the base; `level` climbs the tree)."""
        if party not in PARTIES:
            raise UnknownParty(party)
        return PARTIES[party](level)

    def apply_start(self, session: Session, item_ids: Sequence[int]) -> None:
        """待审核: nothing of it may be changed any more."""
        _set_state(session, item_ids, PlanState.SUBMITTED)

    def apply_end(self, session: Session, item_ids: Sequence[int], *, ended: str) -> None:
        """Approved: 已生效, classes may be held on it. Rejected: final."""
        _set_state(session, item_ids, STATE_AT_END[ended])

    def apply_withdrawal(self, session: Session, item_ids: Sequence[int]) -> None:
        """Back to 待提交."""
        _set_state(session, item_ids, PlanState.DRAFT)


STATE_AT_END = {"approved": PlanState.APPROVED, "rejected": PlanState.REJECTED}


def _why_not(row: Any, by: Submitter) -> Refusal | None:
    if row.base_id != by.organization_id:
        return NotFound()
    if row.state != PlanState.DRAFT:
        return PlanNotDraft(state=row.state.label)
    if not row.is_enabled:
        return SubjectDisabled(subject=row.name)
    return None


def _content() -> Any:
    plan = TrainingPlan
    return json_object(
        name=plan.name,
        subject_type=label_of(Subject.type, SubjectType),
        subject=Subject.name,
        year=cast(plan.year, Text),
        audience=plan.audience,
        people=cast(plan.people, Text),
        hours=cast(plan.hours, Text),
        mode=label_of(plan.mode, TeachingMode),
        starts_on=cast(plan.starts_on, Text),
        ends_on=cast(plan.ends_on, Text),
        place=plan.place,
        fee=plan.fee,
        attachments=names_of_files(plan, ItemKind.TRAINING_PLAN),
    )


def _variables(base: Any) -> Any:
    return json_object(
        has_competent=base.competent_id.is_not(None),
        hours=cast(TrainingPlan.hours, Text),
        people=TrainingPlan.people,
        year=TrainingPlan.year,
        subject_type=Subject.type,
        base_level=base.level,
    )


def _set_state(session: Session, item_ids: Sequence[int], state: PlanState) -> None:
    session.execute(
        update(TrainingPlan)
        .where(TrainingPlan.id == func.any(list(item_ids)))
        .values(state=state)
        .execution_options(synchronize_session=False)
    )


def _base(level: str | None) -> Select[Any, Any]:
    return select(TrainingPlan.id.label("item_id"), TrainingPlan.base_id.label("organization_id"))


def _competent(level: str | None) -> Select[Any, Any]:
    base = aliased(Organization)
    return select(TrainingPlan.id.label("item_id"), base.competent_id.label("organization_id")).join(
        base, base.id == TrainingPlan.base_id
    )


def _hr(level: str | None) -> Select[Any, Any]:
    base = aliased(Organization)
    query = select(TrainingPlan.id.label("item_id")).join(base, base.id == TrainingPlan.base_id)
    return add_hr(query, base, level)


PARTIES: dict[str, Callable[[str | None], Select[Any, Any]]] = {
    "base": _base,
    "competent": _competent,
    "hr": _hr,
}
