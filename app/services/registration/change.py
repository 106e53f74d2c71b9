"""Withdrawing a registration that nobody decided yet, and correcting one that was returned."""

from collections.abc import Mapping

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.errors import NotFound
from app.services.accounts.contact import Contact
from app.services.approvals.history import Act, write_comment
from app.services.approvals.locking import lock_work_items
from app.services.approvals.resubmit import RESUBMIT, resubmit_as
from app.services.approvals.withdraw import withdraw_as
from app.services.audit import record
from app.services.registration.person import contact_columns
from app.services.registration.progress import read_progress
from app.services.registration.refusals import NothingPending, NotReturned
from app.services.registration.submit import applicant_of, needs_email, pending_refusal, process_of
from app.services.registration.uploads import adopt_upload
from models import EventKind, ItemKind, Registration, RegistrationState, Upload


def withdraw_registration(session: Session, registration_id: int, *, reason: str) -> None:
    """Take it back. Raises NothingPending, DecidedByOthers, NotFound."""
    shown = read_progress(session, registration_id)
    if shown.row.state is not RegistrationState.PENDING:
        raise NothingPending()
    by = applicant_of(shown.row)
    act = Act(EventKind.WITHDRAWN, by, comment_id=write_comment(session, reason, by=by))
    result = withdraw_as(session, [shown.instance_id], act)[0]
    if result.refusal is not None:
        raise result.refusal
    record(session, by=None, action="registration:withdraw", user_id=by.user_id, registration=registration_id)


def correct_registration(
    session: Session,
    registration_id: int,
    columns: Mapping[str, object],
    *,
    comment: str,
    scan: Upload | None = None,
    contact: Contact | None = None,
) -> None:
    """Write the checked columns of a returned registration and submit it again, in the same instance.

    The contact is that of an applicant who is no user yet; a user's own is left alone.
    Raises NotReturned, NotFound, or a FieldRefusal. Instance before registration, as the approval verbs lock them.
    """
    place = read_progress(session, registration_id).correction
    if place is None:
        raise NotReturned()
    locked = lock_work_items(session, [place.work_item_id])
    if not locked or locked[0].closed_at is not None:
        raise NotReturned()
    row = session.get(Registration, registration_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound()
    if contact is not None and row.user_id is None:
        columns = {**columns, **contact_columns(contact, needs_email=needs_email(row.kind))}
    _write(session, row, columns)
    by = applicant_of(row)
    if scan is not None:
        adopt_upload(session, scan, ItemKind(process_of(row.kind)), row.id, user_id=row.user_id)
    act = Act(EventKind.RESUBMITTED, by, RESUBMIT, write_comment(session, comment, by=by))
    result = resubmit_as(session, [place.work_item_id], act)[0]
    if result.refusal is not None:
        raise result.refusal
    record(session, by=None, action="registration:resubmit", user_id=by.user_id, registration=row.id)


def _write(session: Session, row: Registration, columns: Mapping[str, object]) -> None:
    try:
        with session.begin_nested():
            for name, value in columns.items():
                setattr(row, name, value)
            session.flush()
    except IntegrityError as error:
        raise pending_refusal(error) from None
