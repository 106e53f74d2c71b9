"""Training plans and their files."""

from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.permissions import Actor
from app.services.plans.attachments import attach_to_plan
from models import Attachment, Membership, Organization, PlanState, Subject, TeachingMode, TrainingPlan
from tests.factories.organizations import make_base
from tests.factories.people import make_user
from tests.factories.rows import numbers, saved
from tests.factories.training import make_subject

PDF = b"%PDF-1.7\n%%EOF\n"


def make_plan(
    session: Session,
    *,
    base: Organization | None = None,
    subject: Subject | None = None,
    state: PlanState = PlanState.DRAFT,
    year: int = 2026,
    hours: Decimal | str | int = 40,
    **columns: Any,
) -> TrainingPlan:
    """A plan for the whole year. Another `state` is only written: nothing went through a process."""
    base = base or make_base(session)
    subject = subject or make_subject(session, organization=base)
    member = session.scalar(select(Membership.user_id).where(Membership.organization_id == base.id).limit(1))
    columns = {"name": f"测试培训计划{next(numbers)}", "people": 100, "mode": TeachingMode.FACE} | columns
    return saved(
        session,
        TrainingPlan(
            base_id=base.id,
            subject_id=subject.id,
            year=year,
            hours=Decimal(hours),
            starts_on=date(year, 1, 1),
            ends_on=date(year, 12, 31),
            state=state,
            created_by_id=member or make_user(session).id,
            **columns,
        ),
    )


def make_attachment(session: Session, plan: TrainingPlan, *, by: Actor, name: str = "方案.pdf") -> Attachment:
    """A small PDF beside a plan that may be changed."""
    return attach_to_plan(session, plan.id, BytesIO(PDF), name, by=by)
