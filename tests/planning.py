"""The plan flow for tests: a base with its departments, and each step as its people take it."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.permissions import Actor
from app.services.approvals import Result, decide
from app.services.diagrams.publish import publish_shipped
from app.services.plans.edit import submit_plan
from app.services.plans.fields import PlanFields
from models import Instance, Organization, Subject, SubjectType, TeachingMode, TrainingPlan, UserTask, WorkItem
from tests.factories import make_base, make_competent, make_hr, make_member, make_plan, make_subject


@dataclass
class Planning:
    """A base, its departments, a member of each, and a draft."""

    session: Session
    base: Organization
    subject: Subject
    plan: TrainingPlan
    base_member: Actor
    hr_member: Actor
    competent_member: Actor | None

    def fields(self, **changes) -> PlanFields:
        """Good fields for a plan, but for what is named."""
        good = PlanFields(
            name="合理用药培训",
            subject_type=SubjectType.PROFESSIONAL,
            subject_id=self.subject.id,
            year=2026,
            people=60,
            hours=Decimal(40),
            mode=TeachingMode.FACE,
            starts_on=date(2026, 3, 1),
            ends_on=date(2026, 10, 31),
        )
        return replace(good, **changes)

    def submit(self) -> None:
        """The base submits its draft."""
        submit_plan(self.session, self.plan.id, by=self.base_member)

    def open_task(self) -> tuple[int, str]:
        """The open work item and its node."""
        query = select(WorkItem.id, UserTask.node_id).join(UserTask, UserTask.id == WorkItem.user_task_id)
        row = self.session.execute(query.where(WorkItem.closed_at.is_(None))).one()
        return row.id, row.node_id

    def decide(self, outcome: str, *, by: Actor, comment: str = "请补充师资名单") -> Result:
        """Decide what is open."""
        return decide(self.session, [self.open_task()[0]], by=by, outcome=outcome, comment=comment)[0]

    def state(self) -> str:
        """The plan's state as the database has it now."""
        self.session.expire_all()
        return self.plan.state.value

    def instance(self) -> Instance:
        """The newest instance."""
        self.session.expire_all()
        return self.session.scalars(select(Instance).order_by(Instance.id.desc()).limit(1)).one()


def plan_something(session: Session, *, with_competent: bool = True) -> Planning:
    """A base that has a competent department (or none), with one draft."""
    publish_shipped(session)
    hr = make_hr(session)
    competent = make_competent(session, hr=hr) if with_competent else None
    base = make_base(session, hr=hr, competent=competent)
    subject = make_subject(session, organization=base)
    member = make_member(session, base, name="基地管理员")
    return Planning(
        session=session,
        base=base,
        subject=subject,
        plan=make_plan(session, base=base, subject=subject),
        base_member=member,
        hr_member=make_member(session, hr, name="人社审核员"),
        competent_member=make_member(session, competent, name="主管审核员") if competent else None,
    )
