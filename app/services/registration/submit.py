"""Submitting a registration of any kind: its row, its scan, and its process, in one transaction."""

from collections.abc import Mapping

from sqlalchemy import func
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.errors import FieldRefusal
from app.permissions import Applicant
from app.services.approvals.history import Act
from app.services.approvals.start import start_as
from app.services.audit import record
from app.services.registration.person import Person, identified
from app.services.registration.refusals import CodePending, WrongField
from app.services.registration.uploads import adopt_upload
from models import EventKind, ItemKind, Registration, RegistrationKind, Upload

PRIVACY_VERSION = "2026-11"


def process_of(kind: RegistrationKind) -> str:
    """The process that a registration of this kind goes through; its item has the same name."""
    return f"{kind.value}_registration"


def needs_email(kind: RegistrationKind) -> bool:
    """Learners are written to by e-mail; an organisation has a telephone that is answered."""
    return kind is RegistrationKind.LEARNER


def applicant_of(row: Registration) -> Applicant:
    """Who proved that the registration is his."""
    return Applicant(row.id, row.applicant_name, row.user_id)


def submit_registration(
    session: Session,
    kind: RegistrationKind,
    columns: Mapping[str, object],
    person: Person,
    *,
    scan: Upload | None = None,
) -> Registration:
    """Keep a registration whose `columns` were checked, and start its process.

    Raises the FieldRefusal that says what is wrong with the person, or that one like it is pending.
    """
    row = Registration(
        kind=kind,
        privacy_version=PRIVACY_VERSION,
        privacy_accepted_at=func.now(),
        **columns,
        **identified(session, person, needs_email=needs_email(kind)),
    )
    insert_pending(session, row)
    if scan is not None:
        adopt_upload(session, scan, ItemKind(process_of(kind)), row.id, user_id=row.user_id)
    result = start_as(session, process_of(kind), [row.id], Act(EventKind.STARTED, applicant_of(row)))[0]
    if result.refusal is not None:
        raise result.refusal
    record(
        session, by=None, action="registration:submit", user_id=row.user_id, registration=row.id, kind=kind.value
    )
    return row


def insert_pending(session: Session, row: Registration) -> None:
    """Write the row, or say that one like it is pending; two who submit at once make one."""
    try:
        with session.begin_nested():
            session.add(row)
            session.flush()
    except IntegrityError as error:
        raise pending_refusal(error) from None


def pending_refusal(error: IntegrityError) -> FieldRefusal:
    """What an index that allows one pending registration means; any other violation is a fault."""
    text = str(error.orig)
    if "uq_registration_pending_credit_code" in text:
        return CodePending()
    if "uq_registration_pending_learner" in text:
        return WrongField(
            field="resident_id", problem="该身份证号已有一份注册申请正在审核中，请到“注册进度查询”查看。"
        )
    raise error
