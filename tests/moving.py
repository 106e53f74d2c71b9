"""A change of superior for tests: an organisation, its superior and another, and each step by its people."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.permissions import Actor
from app.services.approvals import Result, decide
from app.services.diagrams.publish import publish_shipped
from models import Instance, ItemKind, Organization, OrganizationChange, WorkItem
from tests.factories import make_base, make_competent, make_employer, make_hr, make_member
from tests.factories.moving import make_superior_change


@dataclass
class Moving:
    """Two HR departments, the second with a competent department; base and employer belong to the first."""

    session: Session
    hr: Organization
    other_hr: Organization
    other_competent: Organization
    base: Organization
    employer: Organization
    base_member: Actor
    employer_member: Actor
    hr_member: Actor
    other_hr_member: Actor
    other_competent_member: Actor

    def request(self, by: Actor | None = None, **columns: Any) -> OrganizationChange:
        """The base wants to belong to the other HR department, unless said otherwise."""
        hr = columns.pop("hr", self.other_hr)
        return make_superior_change(self.session, by or self.base_member, hr, **columns)

    def instance(self) -> Instance:
        """The newest instance of a change."""
        self.session.expire_all()
        query = select(Instance).where(Instance.item_kind == ItemKind.ORGANIZATION_CHANGE)
        return self.session.scalars(query.order_by(Instance.id.desc()).limit(1)).one()

    def task(self) -> WorkItem:
        """What is open of it."""
        is_open = (WorkItem.instance_id == self.instance().id, WorkItem.closed_at.is_(None))
        return self.session.scalars(select(WorkItem).where(*is_open)).one()

    def decide(self, outcome: str, *, by: Actor) -> Result:
        """Decide what is open."""
        result = decide(self.session, [self.task().id], by=by, outcome=outcome, comment="请说明依据")[0]
        self.session.expire_all()
        return result


def move_something(session: Session) -> Moving:
    """Nothing asked for yet."""
    publish_shipped(session)
    hr, other_hr = (
        make_hr(session, name="甲县人社局"),
        make_hr(session, name="乙县人社局"),
    )
    competent = make_competent(session, hr=other_hr, name="乙县教育局")
    base, employer = make_base(session, hr=hr), make_employer(session, hr=hr)
    return Moving(
        session, hr, other_hr, competent, base, employer,
        base_member=make_member(session, base, name="基地管理员"),
        employer_member=make_member(session, employer, name="单位管理员"),
        hr_member=make_member(session, hr, name="甲县审核员"),
        other_hr_member=make_member(session, other_hr, name="乙县审核员"),
        other_competent_member=make_member(session, competent, name="教育局审核员"),
    )  # fmt: skip
