"""The annual report's flow for tests: a base with its departments, and each step as its people take it."""

from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.permissions import Actor
from app.services.approvals import Result, decide
from app.services.reports.edit import ReportFields, create_report, declare_report
from models import AnnualReport, Instance, ItemKind, Organization, Receiver, UserTask, WorkItem
from tests.planning import plan_something

YEAR = 2025
GOOD = ReportFields(
    name="2025年度年审报告",
    year=YEAR,
    receiver=Receiver.HR,
    work_done="完成培训两期。",
    next_year_plan="举办培训三期。",
)


@dataclass
class Reporting:
    """A base, its departments, a member of each, and a draft."""

    session: Session
    base: Organization
    report: AnnualReport
    base_member: Actor
    hr_member: Actor
    competent_member: Actor | None

    def declare(self) -> None:
        """The base declares its draft."""
        declare_report(self.session, self.report.id, by=self.base_member)

    def open_task(self) -> tuple[int, str]:
        """The open work item and its node."""
        query = select(WorkItem.id, UserTask.node_id).join(UserTask, UserTask.id == WorkItem.user_task_id)
        own = query.where(WorkItem.instance_id == self.instance().id, WorkItem.closed_at.is_(None))
        row = self.session.execute(own).one()
        return row.id, row.node_id

    def decide(self, outcome: str, *, by: Actor, comment: str = "请补充佐证材料") -> Result:
        """Decide what is open."""
        return decide(self.session, [self.open_task()[0]], by=by, outcome=outcome, comment=comment)[0]

    def instance(self) -> Instance:
        """The report's newest instance."""
        self.session.expire_all()
        own = select(Instance).where(
            Instance.item_kind == ItemKind.ANNUAL_REPORT, Instance.item_id == self.report.id
        )
        return self.session.scalars(own.order_by(Instance.id.desc()).limit(1)).one()


def report_something(
    session: Session, *, receiver: Receiver = Receiver.HR, with_competent: bool = True
) -> Reporting:
    """A base that has a competent department (or none), with one draft."""
    planning = plan_something(session, with_competent=with_competent)
    fields = replace(GOOD, receiver=receiver)
    return Reporting(
        session=session,
        base=planning.base,
        report=create_report(session, fields, by=planning.base_member),
        base_member=planning.base_member,
        hr_member=planning.hr_member,
        competent_member=planning.competent_member,
    )
