"""Registering for tests: a province to register in, good answers for each step, and who reviews."""

from dataclasses import dataclass, replace
from io import BytesIO

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.permissions import Actor
from app.services.accounts.contact import Contact
from app.services.approvals import Result, decide
from app.services.demo.numbers import nth_credit_code, nth_mobile, nth_resident_id
from app.services.diagrams.publish import publish_shipped
from app.services.registration.organization import OrganizationFields, checked_code, checked_organization
from app.services.registration.person import Person
from app.services.registration.submit import submit_registration
from app.services.registration.uploads import keep_upload
from models import Level, Organization, Registration, RegistrationKind, Upload, WorkItem
from tests.factories import PASSWORD, make_competent, make_hr, make_member
from tests.factories.planning import PDF

NUMBER = nth_resident_id(4_000_001)
CODE = nth_credit_code(8_000_001)
NAME = "张申请"
OWNER = "the secret of a browser"


@dataclass
class Registering:
    """An HR department, a competent one, and a member of each."""

    session: Session
    hr: Organization
    competent: Organization
    hr_member: Actor
    competent_member: Actor

    def person(self, **changes) -> Person:
        """Somebody who is no user yet."""
        return replace(Person(False, NUMBER, PASSWORD, NAME, Contact(nth_mobile(1))), **changes)

    def fields(self, **changes) -> OrganizationFields:
        """What a base says of itself."""
        good = OrganizationFields("黄河继续教育学院", self.hr.id, "李联系", "0371-65901234", level=Level.CITY)
        return replace(good, **changes)

    def scan(self, owner: str = OWNER) -> Upload:
        """A scan that a browser uploaded."""
        return keep_upload(self.session, owner, BytesIO(PDF), "证书.pdf")

    def submit(
        self, kind: RegistrationKind = RegistrationKind.BASE, *, person: Person | None = None, code=CODE, **changes
    ) -> Registration:
        """Register."""
        columns = checked_organization(self.session, kind, self.fields(**changes))
        columns["credit_code"] = checked_code(self.session, code)
        return submit_registration(self.session, kind, columns, person or self.person(), scan=self.scan())

    def work_item(self) -> WorkItem:
        """The open one."""
        return self.session.scalars(select(WorkItem).where(WorkItem.closed_at.is_(None))).one()

    def decide(self, outcome: str, *, by: Actor, comment: str = "请更换清晰的扫描件") -> Result:
        """Decide what is open."""
        result = decide(self.session, [self.work_item().id], by=by, outcome=outcome, comment=comment)[0]
        self.session.expire_all()
        return result


def register_somewhere(session: Session) -> Registering:
    """Departments, and no registration yet."""
    publish_shipped(session)
    hr = make_hr(session, name="测试市人力资源和社会保障局")
    competent = make_competent(session, hr=hr, name="测试市教育局")
    return Registering(
        session, hr, competent, make_member(session, hr, name="人社审核员"), make_member(session, competent)
    )
