"""Asking for a transfer, and correcting one that was returned."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import NotFound
from app.permissions import Actor, Permission
from app.services.approvals import resubmit, start
from app.services.approvals.locking import confirm
from app.services.approvals.returned import lock_returned_task
from app.services.audit import record
from app.services.transfers.refusals import EmployerNotOffered, SameEmployer, TransferNotReturned, TransferPending
from models import (
    EmployerTransfer,
    ItemKind,
    Learner,
    Organization,
    OrganizationKind,
    TransferState,
)

PROCESS = "employer_transfer"
REQUEST = Permission.TRANSFER_REQUEST


def request_transfer(session: Session, to_employer_id: int, reason: str, *, by: Actor) -> EmployerTransfer:
    """Ask the receiving employer for a transfer.

    Raises TransferPending, EmployerNotOffered, SameEmployer, and what the item refuses: scores under review.
    """
    by = confirm(session, by, REQUEST)
    locked = select(Learner).where(Learner.id == by.learner_id).with_for_update()
    learner = session.scalars(locked.execution_options(populate_existing=True)).one()
    _refuse_second(session, learner.id)
    employer = _offered(session, to_employer_id, learner)
    transfer = EmployerTransfer(
        learner_id=learner.id, from_employer_id=learner.employer_id, to_employer_id=employer.id, reason=reason
    )
    session.add(transfer)
    session.flush()
    result = start(session, PROCESS, [transfer.id], by=by)[0]
    if result.refusal is not None:
        raise result.refusal
    record(session, by=by, action=REQUEST, transfer=transfer.id, to_employer=employer.id)
    return transfer


def correct_transfer(session: Session, transfer_id: int, to_employer_id: int, reason: str, *, by: Actor) -> None:
    """Correct a returned transfer and submit it again, in the same instance.

    Raises NotFound for another learner's, TransferNotReturned, and what refuses a new one.
    """
    by = confirm(session, by, Permission.INSTANCE_RESUBMIT)
    item = lock_returned_task(session, ItemKind.EMPLOYER_TRANSFER, transfer_id)
    transfer = session.get(EmployerTransfer, transfer_id, with_for_update=True, populate_existing=True)
    if transfer is None or transfer.learner_id != by.learner_id:
        raise NotFound()
    if item is None:
        raise TransferNotReturned()
    employer = _offered(session, to_employer_id, session.get_one(Learner, transfer.learner_id))
    transfer.to_employer_id, transfer.reason = employer.id, reason
    session.flush()
    record(session, by=by, action="transfer:correct", transfer=transfer_id, to_employer=employer.id)
    result = resubmit(session, [item.id], by=by)[0]
    if result.refusal is not None:
        raise result.refusal


def _refuse_second(session: Session, learner_id: int) -> None:
    pending = session.scalar(
        select(Organization.name)
        .join(EmployerTransfer, EmployerTransfer.to_employer_id == Organization.id)
        .where(EmployerTransfer.learner_id == learner_id, EmployerTransfer.state == TransferState.PENDING)
    )
    if pending is not None:
        raise TransferPending(employer=pending)


def _offered(session: Session, employer_id: int, learner: Learner) -> Organization:
    employer = session.get(Organization, employer_id)
    if employer is None or employer.kind is not OrganizationKind.EMPLOYER or not employer.is_enabled:
        raise EmployerNotOffered()
    if employer.id == learner.employer_id:
        raise SameEmployer(employer=employer.name)
    return employer
