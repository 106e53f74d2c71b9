"""Asking for another name or credit code, and correcting such a request that was returned."""

import os
from dataclasses import dataclass
from typing import IO

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from app.permissions import Actor, Permission
from app.plain_text import tidy
from app.services.approvals import resubmit, start
from app.services.approvals.locking import confirm
from app.services.attachments.attach import LARGEST_MEGABYTES, attach
from app.services.attachments.content import media_type_of
from app.services.audit import record
from app.services.guard import require
from app.services.name_key import name_key
from app.services.organization.changeable import KIND, PROCESS, begun, changeable, lock_returned
from app.services.organization.holding import hold_organization
from app.services.organization.refusals import CodeAsked, CodeOfAnother, NameMissing, NothingChanges
from app.services.registration.codes import normalise, problem_of
from app.services.registration.refusals import ScanMissing, ScanTooLarge, WrongCode, WrongScan
from app.services.registration.uploads import KINDS
from models import (
    Attachment,
    ChangeKind,
    ChangeState,
    Organization,
    OrganizationChange,
    Registration,
    RegistrationState,
)

CHANGE = Permission.ORGANIZATION_CHANGE
SCAN = "证书扫描件"


@dataclass(frozen=True)
class Scan:
    """A file as the browser sent it."""

    content: IO[bytes]
    file_name: str


@dataclass(frozen=True)
class ChangeFields:
    """Who the organisation wants to be, and why."""

    name: str
    credit_code: str
    reason: str


def find_changeable(session: Session, *, by: Actor) -> Organization:
    """The actor's organisation, if it may ask for a change now. Raises NoSuperior, ChangeUnderWay."""
    require(by, CHANGE)
    return changeable(session, by=by)


def request_change(session: Session, fields: ChangeFields, scan: Scan | None, *, by: Actor) -> OrganizationChange:
    """Ask the superior for a change; it is submitted at once.

    Raises NoSuperior, ChangeUnderWay, or the FieldRefusal that says what is wrong.
    """
    by = confirm(session, by, CHANGE)
    hold_organization(session, by=by)
    organization = changeable(session, by=by)
    change = begun(organization, ChangeKind.IDENTITY, by=by)
    _fill(session, change, fields)
    if scan is None:
        raise ScanMissing()
    _refuse_scan(scan)
    session.add(change)
    session.flush()
    attach(session, KIND, change.id, scan.content, scan.file_name, remark=SCAN, by=by)
    result = start(session, PROCESS, [change.id], by=by)[0]
    if result.refusal is not None:
        raise result.refusal
    record(session, by=by, action=CHANGE, change=change.id, organization=organization.id)
    return change


def correct_change(
    session: Session, change_id: int, fields: ChangeFields, scan: Scan | None, *, by: Actor, comment: str = ""
) -> None:
    """Correct a returned change and submit it again, in the same instance; a new scan takes the old one's place.

    Raises NotFound for another organisation's, ChangeNotReturned, or a FieldRefusal.
    """
    by = confirm(session, by, Permission.INSTANCE_RESUBMIT)
    require(by, CHANGE)
    item, change = lock_returned(session, change_id, ChangeKind.IDENTITY, by=by)
    if scan is not None:
        _refuse_scan(scan)
    _fill(session, change, fields)
    if scan is not None:
        _remove_scans(session, change_id)
        attach(session, KIND, change_id, scan.content, scan.file_name, remark=SCAN, by=by)
    session.flush()
    record(session, by=by, action="organization:correct", change=change_id)
    result = resubmit(session, [item.id], by=by, comment=comment)[0]
    if result.refusal is not None:
        raise result.refusal


def _fill(session: Session, change: OrganizationChange, fields: ChangeFields) -> None:
    """Check everything before anything is written."""
    name, code = tidy(fields.name), normalise(fields.credit_code)
    if not name:
        raise NameMissing()
    if code != change.old_credit_code:
        _refuse_code(session, code, change)
    if (name, code) == (change.old_name, change.old_credit_code):
        raise NothingChanges()
    change.new_name, change.new_name_key, change.new_credit_code = name, name_key(name), code
    change.reason = tidy(fields.reason)


def _refuse_code(session: Session, code: str, change: OrganizationChange) -> None:
    if problem := problem_of(code):
        raise WrongCode(problem=problem)
    if other := session.scalar(select(Organization.name).where(Organization.credit_code == code)):
        raise CodeOfAnother(name=other)
    asked = select(OrganizationChange.old_name).where(
        OrganizationChange.new_credit_code == code,
        OrganizationChange.state == ChangeState.SUBMITTED,
        OrganizationChange.organization_id != change.organization_id,
    )
    registered = select(Registration.organization_name).where(
        Registration.credit_code == code, Registration.state == RegistrationState.PENDING
    )
    if other := session.scalar(asked) or session.scalar(registered):
        raise CodeAsked(name=other)


def _refuse_scan(scan: Scan) -> None:
    """Known by its content; an office document is no scan."""
    size = scan.content.seek(0, os.SEEK_END)
    if size > LARGEST_MEGABYTES * 2**20:
        raise ScanTooLarge(name=scan.file_name, limit=LARGEST_MEGABYTES)
    if media_type_of(scan.content) not in KINDS:
        raise WrongScan(name=scan.file_name)


def _remove_scans(session: Session, change_id: int) -> None:
    before = update(Attachment).where(Attachment.item_kind == KIND, Attachment.item_id == change_id)
    session.execute(before.where(Attachment.removed_at.is_(None)).values(removed_at=func.now()))
