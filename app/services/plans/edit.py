"""Creating, changing, submitting and deleting plans; correcting one that was returned (培训计划管理)."""

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from app.errors import NotFound
from app.permissions import Actor, Permission
from app.services.approvals import resubmit, start
from app.services.approvals.locking import confirm, lock_work_items
from app.services.audit import record
from app.services.plans.fields import PlanFields, checked, fill
from app.services.plans.refusals import PlanNotChangeable, PlanNotReturned
from models import Attachment, Instance, ItemKind, Organization, PlanState, TrainingPlan

PROCESS = "training_plan"


def create_plan(session: Session, fields: PlanFields, *, by: Actor) -> TrainingPlan:
    """Keep a plan as a draft (待提交). Raises a FieldRefusal for what is wrong with a field."""
    by = confirm(session, by, Permission.PLAN_EDIT)
    _hold(session, by)
    plan = TrainingPlan(base_id=by.organization_id, created_by_id=by.user_id)
    fill(plan, checked(session, fields, by=by))
    session.add(plan)
    session.flush()
    record(session, by=by, action="plan:create", plan=plan.id, name=plan.name)
    return plan


def edit_plan(session: Session, plan_id: int, fields: PlanFields, *, by: Actor) -> TrainingPlan:
    """Change a draft. Raises NotFound, PlanNotChangeable, or a FieldRefusal."""
    by = confirm(session, by, Permission.PLAN_EDIT)
    _hold(session, by)
    plan = lock_plan(session, plan_id, by=by)
    if plan.state is not PlanState.DRAFT:
        raise PlanNotChangeable(state=plan.state.label, verb="修改")
    fill(plan, checked(session, fields, by=by, plan=plan))
    session.flush()
    record(session, by=by, action="plan:edit", plan=plan.id, name=plan.name)
    return plan


def submit_plan(session: Session, plan_id: int, *, by: Actor) -> None:
    """Send a draft on its way; it takes effect when the process ends approved. Raises what refuses it."""
    result = start(session, PROCESS, [plan_id], by=by)[0]
    if result.refusal is not None:
        raise result.refusal
    record(session, by=by, action=Permission.PLAN_SUBMIT, plan=plan_id)


def correct_plan(
    session: Session, work_item_id: int, fields: PlanFields, *, by: Actor, comment: str = ""
) -> TrainingPlan:
    """Correct a returned plan and submit it again, in the same instance and transaction.

    Raises NotFound for a work item of another organisation, PlanNotReturned where it is not at the base's own
    task any more, and a FieldRefusal for what is wrong with a field.
    """
    by = confirm(session, by, Permission.INSTANCE_RESUBMIT)
    _hold(session, by)
    item = next(iter(lock_work_items(session, [work_item_id])), None)
    if item is None or item.organization_id != by.organization_id or item.item_kind is not ItemKind.TRAINING_PLAN:
        raise NotFound()
    if item.closed_at is not None or item.party != "base":
        raise PlanNotReturned()
    plan = lock_plan(session, item.item_id, by=by)
    fill(plan, checked(session, fields, by=by, plan=plan))
    session.flush()
    record(session, by=by, action="plan:correct", plan=plan.id, name=plan.name)
    result = resubmit(session, [item.id], by=by, comment=comment)[0]
    if result.refusal is not None:
        raise result.refusal
    return plan


def delete_plan(session: Session, plan_id: int, *, by: Actor) -> str:
    """Delete a draft and return its name; one that was submitted before stays for the history.

    Raises NotFound, PlanNotChangeable.
    """
    by = confirm(session, by, Permission.PLAN_EDIT)
    plan = lock_plan(session, plan_id, by=by)
    if plan.state is not PlanState.DRAFT:
        raise PlanNotChangeable(state=plan.state.label, verb="删除")
    name = plan.name
    of_plan = (Instance.item_kind == ItemKind.TRAINING_PLAN, Instance.item_id == plan_id)
    if session.scalar(select(Instance.id).where(*of_plan).limit(1)) is not None:
        raise PlanNotChangeable(state="待提交（曾提交并撤回，办理过程须留存）", verb="删除")
    session.execute(
        update(Attachment)
        .where(Attachment.item_kind == ItemKind.TRAINING_PLAN, Attachment.item_id == plan_id)
        .where(Attachment.removed_at.is_(None))
        .values(removed_at=func.now())
    )
    session.execute(delete(TrainingPlan).where(TrainingPlan.id == plan_id))
    record(session, by=by, action="plan:delete", plan=plan_id, name=name)
    return name


def lock_plan(session: Session, plan_id: int, *, by: Actor) -> TrainingPlan:
    """Lock a plan of the actor's base. Raises NotFound."""
    query = select(TrainingPlan).where(TrainingPlan.id == plan_id).with_for_update()
    plan = session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if plan is None or plan.base_id != by.organization_id:
        raise NotFound()
    return plan


def _hold(session: Session, by: Actor) -> None:
    """One at a time in a base, so that no name is given twice in a year."""
    session.execute(
        select(Organization.id).where(Organization.id == by.organization_id).with_for_update(key_share=True)
    )
