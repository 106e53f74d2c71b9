"""Registrations that wait at the demo's HR department and employer, and one that came back to its applicant."""

from collections.abc import Mapping
from io import BytesIO

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.services.accounts.actors import load_actor
from app.services.accounts.contact import Contact
from app.services.approvals import decide
from app.services.demo.accounts import PASSWORD
from app.services.demo.bodies import Body
from app.services.demo.numbers import nth_credit_code, nth_mobile, nth_resident_id, office_line
from app.services.registration.organization import OrganizationFields, checked_organization
from app.services.registration.person import Person
from app.services.registration.submit import process_of, submit_registration
from app.services.registration.uploads import keep_upload
from models import (
    Instance,
    ItemKind,
    Level,
    Organization,
    OrganizationKind,
    Registration,
    RegistrationKind,
    WorkItem,
)

FIRST = 5_000_000  # of people and codes: beyond those that the province takes
SCAN = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>"
)
APPLICATIONS = (
    (RegistrationKind.BASE, "中原数字技能继续教育学院（示例）", "宋申请", False),
    (RegistrationKind.EMPLOYER, "金水区晨光设计研究院（示例）", "韩申请", False),
    (RegistrationKind.EMPLOYER, "金水区春蕾中学（示例）", "唐申请", True),
)
LEARNER = ("白申请", "卫生技术")


def start_registrations(session: Session, hr: Body, clerks: Mapping[int, int]) -> None:
    """Submit them to one HR department as their applicants would; it has returned the last one.

    A learner waits at the first employer below it.
    """
    for number, (kind, name, person, is_returned) in enumerate(APPLICATIONS):
        row = _submit(session, kind, name, person, FIRST + number, hr)
        if is_returned:
            _return(session, row, clerks[hr.id])
    _submit_learner(session, FIRST + len(APPLICATIONS), hr)


def _submit(
    session: Session, kind: RegistrationKind, name: str, person: str, number: int, hr: Body
) -> Registration:
    fields = OrganizationFields(
        name, hr.id, person, office_line("0371", number), level=Level.COUNTY, legal_representative=person
    )
    columns = checked_organization(session, kind, fields) | {"credit_code": nth_credit_code(number)}
    applicant = Person(False, nth_resident_id(number), PASSWORD, person, Contact(nth_mobile(number)))
    scan = keep_upload(session, f"demo {number}", BytesIO(SCAN), "事业单位法人证书.pdf")
    return submit_registration(session, kind, columns, applicant, scan=scan)


def _submit_learner(session: Session, number: int, hr: Body) -> None:
    employers = select(Organization.id).where(
        Organization.kind == OrganizationKind.EMPLOYER, Organization.hr_id == hr.id
    )
    name, series = LEARNER
    columns = {"employer_id": session.scalars(employers.order_by(Organization.id)).first(), "title_series": series}
    contact = Contact(nth_mobile(number), f"applicant{number}@mail.example")
    applicant = Person(False, nth_resident_id(number), PASSWORD, name, contact)
    submit_registration(session, RegistrationKind.LEARNER, columns, applicant)


def _return(session: Session, row: Registration, membership_id: int) -> None:
    clerk = load_actor(session, membership_id=membership_id)
    if clerk is None:
        raise LookupError(membership_id)
    work = session.execute(
        select(WorkItem.id)
        .join(Instance, Instance.id == WorkItem.instance_id)
        .where(Instance.item_kind == ItemKind(process_of(row.kind)), Instance.item_id == row.id)
    ).scalar_one()
    refusal = decide(session, [work], by=clerk, outcome="return", comment="证件扫描件不清晰，请重新上传。")[
        0
    ].refusal
    if refusal is not None:
        raise refusal
