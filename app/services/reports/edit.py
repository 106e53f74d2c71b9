"""Writing, declaring and deleting annual reports; correcting one that was returned."""

from dataclasses import dataclass
from typing import IO

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from app.errors import NotFound
from app.permissions import Actor, Permission
from app.services.approvals import resubmit, start
from app.services.approvals.locking import confirm, lock_work_items
from app.services.attachments.attach import attach, remove
from app.services.attachments.returned import is_returned
from app.services.audit import record
from app.services.reports.figures import figures_of
from app.services.reports.refusals import (
    NoCompetent,
    ReportNotChangeable,
    ReportNotReturned,
    YearTaken,
    YearToCome,
)
from app.today import today
from models import AnnualReport, Attachment, Instance, ItemKind, Organization, Receiver, ReportState

PROCESS = "annual_report"
KIND = ItemKind.ANNUAL_REPORT
EDIT = Permission.REPORT_EDIT


@dataclass(frozen=True)
class ReportFields:
    """What a base says in a report."""

    name: str
    year: int
    receiver: Receiver
    work_done: str
    next_year_plan: str


def create_report(session: Session, fields: ReportFields, *, by: Actor) -> AnnualReport:
    """Keep a report as a draft (未申报). Raises a FieldRefusal for what is wrong with a field."""
    by = confirm(session, by, EDIT)
    _hold(session, by)
    report = AnnualReport(base_id=by.organization_id, created_by_id=by.user_id)
    _fill(session, report, fields, by=by)
    session.add(report)
    session.flush()
    record(session, by=by, action="report:create", report=report.id, year=report.year)
    return report


def edit_report(session: Session, report_id: int, fields: ReportFields, *, by: Actor) -> AnnualReport:
    """Change a draft. Raises NotFound, ReportNotChangeable, or a FieldRefusal."""
    by = confirm(session, by, EDIT)
    _hold(session, by)
    report = _draft(session, report_id, by=by, verb="修改")
    _fill(session, report, fields, by=by)
    record(session, by=by, action=EDIT, report=report.id, year=report.year)
    return report


def declare_report(session: Session, report_id: int, *, by: Actor) -> None:
    """Freeze the year's figures and send a draft on its way (申报). Raises what refuses it."""
    by = confirm(session, by, Permission.REPORT_DECLARE)
    report = _lock(session, report_id, by=by)
    if report.state is ReportState.DRAFT:
        report.figures = figures_of(session, by.organization_id, report.year).kept()
        session.flush()
    result = start(session, PROCESS, [report_id], by=by)[0]
    if result.refusal is not None:
        raise result.refusal
    record(session, by=by, action=Permission.REPORT_DECLARE, report=report_id)


def correct_report(
    session: Session, work_item_id: int, fields: ReportFields, *, by: Actor, comment: str = ""
) -> AnnualReport:
    """Correct a returned report, count its figures anew, and submit it again in the same instance.

    Raises NotFound for a work item of another organisation, ReportNotReturned where it is not at the base's own
    task any more, and a FieldRefusal for what is wrong with a field.
    """
    by = confirm(session, by, Permission.INSTANCE_RESUBMIT)
    _hold(session, by)
    item = next(iter(lock_work_items(session, [work_item_id])), None)
    if item is None or item.organization_id != by.organization_id or item.item_kind is not KIND:
        raise NotFound()
    if item.closed_at is not None or item.party != "base":
        raise ReportNotReturned()
    report = _lock(session, item.item_id, by=by)
    _fill(session, report, fields, by=by)
    report.figures = figures_of(session, by.organization_id, report.year).kept()
    session.flush()
    record(session, by=by, action="report:correct", report=report.id)
    result = resubmit(session, [item.id], by=by, comment=comment)[0]
    if result.refusal is not None:
        raise result.refusal
    return report


def delete_report(session: Session, report_id: int, *, by: Actor) -> str:
    """Delete a draft that was never declared; returns its name. Raises NotFound, ReportNotChangeable."""
    by = confirm(session, by, EDIT)
    report = _draft(session, report_id, by=by, verb="删除")
    was_declared = select(Instance.id).where(Instance.item_kind == KIND, Instance.item_id == report_id)
    if session.scalar(was_declared.limit(1)) is not None:
        raise ReportNotChangeable(state="未申报（曾申报并撤回，办理过程须留存）", verb="删除")
    files = update(Attachment).where(Attachment.item_kind == KIND, Attachment.item_id == report_id)
    session.execute(files.where(Attachment.removed_at.is_(None)).values(removed_at=func.now()))
    session.execute(delete(AnnualReport).where(AnnualReport.id == report_id))
    record(session, by=by, action="report:delete", report=report_id, name=report.name)
    return report.name


def attach_to_report(
    session: Session, report_id: int, content: IO[bytes], file_name: str, *, remark: str = "", by: Actor
) -> Attachment:
    """Add a file with its remark (备注说明). Raises NotFound, ReportNotChangeable, or a FieldRefusal."""
    by = confirm(session, by, EDIT)
    _open_for_files(session, report_id, by=by)
    return attach(session, KIND, report_id, content, file_name, remark=remark, by=by)


def remove_from_report(session: Session, report_id: int, attachment_id: int, *, by: Actor) -> Attachment:
    """Take a file from a draft or a returned report. Raises NotFound, ReportNotChangeable."""
    by = confirm(session, by, EDIT)
    _open_for_files(session, report_id, by=by)
    return remove(session, KIND, report_id, attachment_id, by=by)


def _open_for_files(session: Session, report_id: int, *, by: Actor) -> None:
    returned = is_returned(session, KIND, report_id)
    report = _lock(session, report_id, by=by)
    if report.state is not ReportState.DRAFT and not returned:
        raise ReportNotChangeable(state=report.state.label, verb="更改附件")


def _draft(session: Session, report_id: int, *, by: Actor, verb: str) -> AnnualReport:
    report = _lock(session, report_id, by=by)
    if report.state is not ReportState.DRAFT:
        raise ReportNotChangeable(state=report.state.label, verb=verb)
    return report


def _lock(session: Session, report_id: int, *, by: Actor) -> AnnualReport:
    query = select(AnnualReport).where(AnnualReport.id == report_id).with_for_update()
    report = session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if report is None or report.base_id != by.organization_id:
        raise NotFound()
    return report


def _hold(session: Session, by: Actor) -> None:
    """One at a time in a base, so that no year gets two reports."""
    own = select(Organization.id).where(Organization.id == by.organization_id)
    session.execute(own.with_for_update(key_share=True))


def _fill(session: Session, report: AnnualReport, fields: ReportFields, *, by: Actor) -> None:
    this_year = today().year
    if fields.year > this_year:
        raise YearToCome(year=fields.year, latest=this_year)
    same_year = select(AnnualReport.name).where(
        AnnualReport.base_id == by.organization_id,
        AnnualReport.year == fields.year,
        AnnualReport.id != (report.id or 0),
    )
    with session.no_autoflush:
        if (taken := session.scalar(same_year)) is not None:
            raise YearTaken(year=fields.year, name=taken)
        if fields.receiver is Receiver.COMPETENT and not has_competent(session, by=by):
            raise NoCompetent()
    for name in ("name", "year", "receiver", "work_done", "next_year_plan"):
        setattr(report, name, getattr(fields, name))


def has_competent(session: Session, *, by: Actor) -> bool:
    """Whether the actor's base has a competent department to report to."""
    query = select(Organization.competent_id).where(Organization.id == by.organization_id)
    return session.scalar(query) is not None
