"""The files of a plan: they may be changed while the plan may be."""

from typing import IO

from sqlalchemy.orm import Session

from app.permissions import Actor, Permission
from app.services.approvals.locking import confirm
from app.services.attachments.attach import attach, remove
from app.services.attachments.returned import is_returned
from app.services.plans.edit import lock_plan
from app.services.plans.refusals import PlanNotChangeable
from models import Attachment, ItemKind, PlanState, TrainingPlan

KIND = ItemKind.TRAINING_PLAN


def attach_to_plan(session: Session, plan_id: int, content: IO[bytes], file_name: str, *, by: Actor) -> Attachment:
    """Add a file to a draft or a returned plan. Raises NotFound, PlanNotChangeable, or a FieldRefusal."""
    by = confirm(session, by, Permission.PLAN_EDIT)
    _changeable(session, plan_id, by=by)
    return attach(session, KIND, plan_id, content, file_name, by=by)


def remove_from_plan(session: Session, plan_id: int, attachment_id: int, *, by: Actor) -> Attachment:
    """Take a file from a draft or a returned plan. Raises NotFound, PlanNotChangeable."""
    by = confirm(session, by, Permission.PLAN_EDIT)
    _changeable(session, plan_id, by=by)
    return remove(session, KIND, plan_id, attachment_id, by=by)


def _changeable(session: Session, plan_id: int, *, by: Actor) -> TrainingPlan:
    """Instance before plan, as the approval verbs lock them."""
    returned = is_returned(session, KIND, plan_id)
    plan = lock_plan(session, plan_id, by=by)
    if plan.state is not PlanState.DRAFT and not returned:
        raise PlanNotChangeable(state=plan.state.label, verb="更改附件")
    return plan
