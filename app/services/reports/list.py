"""The annual reports of a base: what each says, where it is, and who has it now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import FromClause, Select, select, true
from sqlalchemy.orm import Session, aliased

from app.errors import NotFound
from app.permissions import Actor, Permission
from app.services.calendar.deadline import Limited
from app.services.guard import require
from app.services.instances.words import PLACES, Word, word
from app.services.page import Page, page_of
from app.services.reports.figures import Figures
from app.services.waiting import days_since
from models import (
    AnnualReport,
    Comment,
    Grade,
    Instance,
    InstanceEvent,
    ItemKind,
    Organization,
    Receiver,
    ReportState,
    UserTask,
    WorkItem,
)

GRADE_TONES = {Grade.EXCELLENT: "success", Grade.QUALIFIED: "success", Grade.UNQUALIFIED: "danger"}


@dataclass(frozen=True)
class ReportRow(Limited):
    """A report as its base sees it; `holder` is who has to act on it now, `last_comment` what was said last."""

    id: int
    base_id: int
    name: str
    year: int
    receiver: Receiver
    work_done: str
    next_year_plan: str
    kept_figures: Mapping[str, Any] | None
    state: ReportState
    grade: Grade | None
    created_at: datetime
    instance_id: int | None
    is_touched: bool | None
    work_item_id: int | None
    party: str | None
    holder: str | None
    waiting_days: int | None
    due_at: datetime | None
    last_comment: str | None

    @property
    def figures(self) -> Figures | None:
        """The figures of the last declaration; None before the first."""
        return Figures.of(self.kept_figures) if self.kept_figures else None

    @property
    def is_draft(self) -> bool:
        """Whether it may be changed and declared."""
        return self.state is ReportState.DRAFT

    @property
    def is_deletable(self) -> bool:
        """Whether it was never declared; the service and the database check again."""
        return self.is_draft and self.instance_id is None

    @property
    def is_returned(self) -> bool:
        """Whether it is back with the base, to be corrected."""
        return self.state is ReportState.SUBMITTED and self.party == "base"

    @property
    def is_withdrawable(self) -> bool:
        """Whether nobody has decided on it yet; the verb checks again."""
        return self.state is ReportState.SUBMITTED and not self.is_touched

    @property
    def word(self) -> Word:
        """Where it is, in words; once reviewed, its grade."""
        if self.grade is not None:
            return Word(f"审核通过（{self.grade.label}）", GRADE_TONES[self.grade])
        if self.is_draft:
            return Word(self.state.label, "neutral")
        return word(PLACES, self.party) if self.party else Word(self.state.label, "info")


def list_reports(session: Session, *, by: Actor, before: int | None = None, limit: int = 50) -> Page[ReportRow]:
    """The base's reports, newest first; one statement."""
    require(by, Permission.REPORT_VIEW)
    query = _rows(by)
    if before is not None:
        query = query.where(AnnualReport.id < before)
    rows = session.execute(query.order_by(AnnualReport.id.desc()).limit(limit + 1))
    return page_of([ReportRow(**row._mapping) for row in rows], limit, lambda row: row.id)


def find_report(session: Session, report_id: int, *, by: Actor) -> ReportRow:
    """One report of the actor's base. Raises NotFound."""
    require(by, Permission.REPORT_VIEW)
    row = session.execute(_rows(by).where(AnnualReport.id == report_id)).one_or_none()
    if row is None:
        raise NotFound()
    return ReportRow(**row._mapping)


def _rows(by: Actor) -> Select[*tuple[Any, ...]]:
    newest, holder, report = _newest_instance(), aliased(Organization), AnnualReport
    work = _open_work(newest)
    said = (
        select(Comment.body)
        .join(InstanceEvent, InstanceEvent.comment_id == Comment.id)
        .where(InstanceEvent.instance_id == newest.c.id, InstanceEvent.seq == newest.c.event_count)
    )
    return (
        select(
            report.id, report.base_id, report.name, report.year, report.receiver, report.work_done,
            report.next_year_plan, report.figures.label("kept_figures"), report.state, report.grade,
            report.created_at, newest.c.id.label("instance_id"), newest.c.is_touched,
            work.c.id.label("work_item_id"), work.c.party, holder.name.label("holder"), work.c.waiting_days,
            work.c.due_at, said.correlate(newest).scalar_subquery().label("last_comment"),
        )
        .select_from(report)
        .outerjoin(newest, true())
        .outerjoin(work, true())
        .outerjoin(holder, holder.id == work.c.organization_id)
        .where(report.base_id == by.organization_id)
    )  # fmt: skip


def _newest_instance() -> FromClause:
    return (
        select(Instance.id, Instance.event_count, Instance.is_touched)
        .where(Instance.item_id == AnnualReport.id, Instance.item_kind == ItemKind.ANNUAL_REPORT)
        .order_by(Instance.id.desc())
        .limit(1)
        .correlate(AnnualReport)
        .lateral("newest")
    )


def _open_work(newest: FromClause) -> FromClause:
    waiting = days_since(WorkItem.opened_at).label("waiting_days")
    return (
        select(WorkItem.id, WorkItem.organization_id, UserTask.party, waiting, WorkItem.due_at)
        .join(UserTask, UserTask.id == WorkItem.user_task_id)
        .where(WorkItem.instance_id == newest.c.id, WorkItem.closed_at.is_(None))
        .order_by(WorkItem.id)
        .limit(1)
        .correlate(newest)
        .lateral("open_work")
    )
