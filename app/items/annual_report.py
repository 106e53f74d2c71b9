"""An annual report on its way: base -> the department that it chose, which grades it."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from sqlalchemy import Select, Text, case, cast, func, select, update
from sqlalchemy.orm import Session, aliased

from app.errors import NotFound, Refusal
from app.items.columns import json_object, label_of, names_of_files
from app.items.departments import add_hr
from app.items.item import Candidate, UnknownParty
from app.permissions import Permission, Submitter
from models import AnnualReport, Grade, ItemKind, Organization, Receiver, ReportState


class ReportNotDraft(Refusal):
    """该报告当前为“{state}”，只有“未申报”的报告才能申报。"""


class AnnualReportItem:
    """The item of `annual_report`."""

    kind: ClassVar[ItemKind] = ItemKind.ANNUAL_REPORT
    process_id: ClassVar[str] = "annual_report"
    submitter_party: ClassVar[str] = "base"
    start_permission: ClassVar[Permission] = Permission.REPORT_DECLARE
    variables: ClassVar[Mapping[str, type]] = {
        "receiver": str,
        "has_competent": bool,
        "year": int,
        "base_level": str,
    }
    parties: ClassVar[frozenset[str]] = frozenset({"base", "receiver", "competent", "hr"})
    ends: ClassVar[frozenset[str]] = frozenset(grade.value for grade in Grade)
    is_personal: ClassVar[bool] = False
    is_starters_alone: ClassVar[bool] = False

    def lock_candidates(self, session: Session, item_ids: Sequence[int], *, by: Submitter) -> list[Candidate]:
        """Lock the reports; only drafts of the actor's base may be declared."""
        rows = session.execute(
            select(AnnualReport.id, AnnualReport.base_id, AnnualReport.state)
            .where(AnnualReport.id == func.any(list(item_ids)))
            .order_by(AnnualReport.id)
            .with_for_update()
        )
        return [Candidate(row.id, _why_not(row, by)) for row in rows]

    def of_person(self, by: Submitter) -> Select[int] | None:
        """No report is a person's own."""
        return None

    def instance_columns(self) -> Select[int, int, int]:
        """The base submits; inboxes fold by base."""
        report = AnnualReport
        return select(
            report.id.label("item_id"), report.base_id.label("organization_id"), report.base_id.label("group_id")
        )

    def revision_columns(self) -> Select[int, Any, Any]:
        """What the reviewer sees, in words, and what conditions may read."""
        base, report = aliased(Organization), AnnualReport
        content = json_object(
            name=report.name,
            year=cast(report.year, Text),
            receiver=label_of(report.receiver, Receiver),
            work_done=report.work_done,
            next_year_plan=report.next_year_plan,
            figures=report.figures,
            attachments=names_of_files(report, self.kind),
        )
        variables = json_object(
            receiver=report.receiver,
            has_competent=base.competent_id.is_not(None),
            year=report.year,
            base_level=base.level,
        )
        return select(report.id.label("item_id"), content.label("content"), variables.label("variables")).join(
            base, base.id == report.base_id
        )

    def party_columns(self, party: str, level: str | None) -> Select[Any, Any]:
        """The parties of a report: base, receiver (as the base chose), competent, hr (`level` climbs the tree)."""
        base, item_id = aliased(Organization), AnnualReport.id.label("item_id")
        if party == "hr":
            return add_hr(select(item_id).join(base, base.id == AnnualReport.base_id), base, level)
        chosen = case((AnnualReport.receiver == Receiver.COMPETENT, base.competent_id), else_=base.hr_id)
        columns = {"base": base.id, "competent": base.competent_id, "receiver": chosen}
        if party not in columns:
            raise UnknownParty(party)
        query: Select[Any, Any] = select(item_id, columns[party].label("organization_id"))
        return query.join(base, base.id == AnnualReport.base_id)

    def apply_start(self, session: Session, item_ids: Sequence[int]) -> None:
        """待审核: nothing of it may be changed any more."""
        _write(session, item_ids, state=ReportState.SUBMITTED)

    def apply_end(self, session: Session, item_ids: Sequence[int], *, ended: str) -> None:
        """Each end is a grade."""
        _write(session, item_ids, state=ReportState.APPROVED, grade=Grade(ended))

    def apply_withdrawal(self, session: Session, item_ids: Sequence[int]) -> None:
        """Back to 未申报; it stays, since it was declared once."""
        _write(session, item_ids, state=ReportState.DRAFT)


def _why_not(row: Any, by: Submitter) -> Refusal | None:
    if row.base_id != by.organization_id:
        return NotFound()
    return None if row.state == ReportState.DRAFT else ReportNotDraft(state=row.state.label)


def _write(session: Session, item_ids: Sequence[int], **values: Any) -> None:
    session.execute(
        update(AnnualReport)
        .where(AnnualReport.id == func.any(list(item_ids)))
        .values(**values)
        .execution_options(synchronize_session=False)
    )
