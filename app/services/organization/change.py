"""Asking for another name or credit code, and correcting such a request that was returned."""

import os
from dataclasses import dataclass
from typing import IO

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from app.errors import NotFound
from app.items.organization_change import SUPERIOR
from app.permissions import Actor, Permission
from app.plain_text import tidy
from app.services.approvals import resubmit, start
from app.services.approvals.locking import confirm, lock_work_items
from app.services.attachments.attach import LARGEST_MEGABYTES, attach
from app.services.attachments.content import media_type_of
from app.services.audit import record
from app.services.guard import require
from app.services.name_key import name_key
from app.services.organization.holding import hold_organization
from app.services.organization.refusals import (
    ChangeNotReturned,
    ChangeUnderWay,
    CodeOfAnother,
    NameMissing,
    NoSuperior,
    NothingChanges,
)
from app.services.registration.codes import normalise, problem_of
from app.services.registration.refusals import ScanMissing, ScanTooLarge, WrongCode, WrongScan
from app.services.registration.uploads import KINDS
from models import (
    Attachment,
    ChangeKind,
    ChangeState,
    Instance,
    ItemKind,
    Organization,
    OrganizationChange,
    WorkItem,
)

PROCESS = "organization_change"
KIND = ItemKind.ORGANIZATION_CHANGE
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
    return _changeable(session, by)


def request_change(session: Session, fields: ChangeFields, scan: Scan | None, *, by: Actor) -> OrganizationChange:
    """Ask the superior for a change; it is submitted at once.

    Raises NoSuperior, ChangeUnderWay, or the FieldRefusal that says what is wrong.
    """
    by = confirm(session, by, CHANGE)
    hold_organization(session, by=by)
    organization = _changeable(session, by)
    change = OrganizationChange(
        organization_id=organization.id,
        kind=ChangeKind.IDENTITY,
        old_name=organization.name,
        old_credit_code=organization.credit_code,
        created_by_id=by.user_id,
    )
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
    item = next(iter(lock_work_items(session, _open_tasks(session, change_id))), None)
    change = session.get(OrganizationChange, change_id, with_for_update=True, populate_existing=True)
    if change is None or change.organization_id != by.organization_id:
        raise NotFound()
    if item is None or item.closed_at is not None or item.party != "organization":
        raise ChangeNotReturned()
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


def _changeable(session: Session, by: Actor) -> Organization:
    query = select(Organization, SUPERIOR).where(Organization.id == by.organization_id)
    organization, superior_id = session.execute(query.execution_options(populate_existing=True)).one()
    if superior_id is None:
        raise NoSuperior(name=organization.name)
    under_way = select(OrganizationChange.id).where(
        OrganizationChange.organization_id == organization.id,
        OrganizationChange.state.in_([ChangeState.DRAFT, ChangeState.SUBMITTED]),
    )
    if session.scalar(under_way) is not None:
        raise ChangeUnderWay()
    found: Organization = organization
    return found


def _fill(session: Session, change: OrganizationChange, fields: ChangeFields) -> None:
    """Check everything before anything is written."""
    name, code = tidy(fields.name), normalise(fields.credit_code)
    if not name:
        raise NameMissing()
    if code != change.old_credit_code:
        _refuse_code(session, code)
    if (name, code) == (change.old_name, change.old_credit_code):
        raise NothingChanges()
    change.new_name, change.new_name_key, change.new_credit_code = name, name_key(name), code
    change.reason = tidy(fields.reason)


def _refuse_code(session: Session, code: str) -> None:
    if problem := problem_of(code):
        raise WrongCode(problem=problem)
    if other := session.scalar(select(Organization.name).where(Organization.credit_code == code)):
        raise CodeOfAnother(name=other)


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


def _open_tasks(session: Session, change_id: int) -> list[int]:
    query = select(WorkItem.id).join(Instance, Instance.id == WorkItem.instance_id)
    its_own = (Instance.item_kind == KIND, Instance.item_id == change_id)
    return list(session.scalars(query.where(*its_own, WorkItem.closed_at.is_(None))))
