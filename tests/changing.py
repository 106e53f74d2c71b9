"""A change of name and credit code for tests: a base, its superior, and each step as its people take it."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.permissions import Actor
from app.services.approvals import Result, decide
from app.services.demo.numbers import nth_credit_code
from app.services.diagrams.publish import publish_shipped
from models import Instance, ItemKind, Organization, OrganizationChange, WorkItem
from tests.factories import make_base, make_change, make_hr, make_member

NEW_NAME = "黄河开放大学"
NEW_CODE = nth_credit_code(8_200_001)


@dataclass
class Changing:
    """A base below an HR department, and a member of each."""

    session: Session
    base: Organization
    base_member: Actor
    hr: Organization
    hr_member: Actor

    def request(self, **columns: str) -> OrganizationChange:
        """The base asks for another name and code."""
        return make_change(
            self.session, self.base_member, **({"name": NEW_NAME, "credit_code": NEW_CODE} | columns)
        )

    def instance(self) -> Instance:
        """The newest instance of a change."""
        self.session.expire_all()
        query = select(Instance).where(Instance.item_kind == ItemKind.ORGANIZATION_CHANGE)
        return self.session.scalars(query.order_by(Instance.id.desc()).limit(1)).one()

    def decide(self, outcome: str, *, by: Actor | None = None) -> Result:
        """Decide what is open."""
        is_open = (WorkItem.instance_id == self.instance().id, WorkItem.closed_at.is_(None))
        task = self.session.execute(select(WorkItem.id).where(*is_open)).scalar_one()
        by = by or self.hr_member
        result = decide(self.session, [task], by=by, outcome=outcome, comment="请上传新证书")[0]
        self.session.expire_all()
        return result


def change_something(session: Session) -> Changing:
    """Nothing asked for yet."""
    publish_shipped(session)
    hr = make_hr(session)
    base = make_base(session, hr=hr)
    return Changing(
        session,
        base,
        make_member(session, base, name="基地管理员"),
        hr,
        make_member(session, hr, name="人社审核员"),
    )
