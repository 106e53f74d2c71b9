"""An annual report on the page of its instance: what a reviewer needs to grade it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.services.attachments.find import attachments_of
from app.services.instances.items.item import InstanceFacts
from app.services.instances.words import Word
from app.services.reports.figures import Figures
from models import AnnualReport, Attachment, Grade, ItemKind, Organization, ReportState

EARLIER = 10


@dataclass(frozen=True)
class EarlierReport:
    """A report of another year, with the grade that it got."""

    year: int
    name: str
    grade: Grade | None
    figures: Figures


@dataclass(frozen=True)
class ReportInstance(InstanceFacts):
    """An instance of a report's process, with the figures, the files, and the base's other years."""

    report_name: str
    year: int
    figures: Figures
    attachments: Sequence[Attachment]
    earlier: Sequence[EarlierReport]

    @property
    def name(self) -> str:
        """The report's name."""
        return self.report_name

    @property
    def group_name(self) -> str:
        """The base's reports."""
        return f"{self.organization_name}的年审报告"

    @property
    def heading(self) -> str:
        """The report's name stands for itself."""
        return self.report_name


class AnnualReportOnPage:
    """The page of an `annual_report`."""

    kind: ClassVar[ItemKind] = ItemKind.ANNUAL_REPORT
    noun: ClassVar[str] = "报告"
    labels: ClassVar[Mapping[str, str]] = {
        "name": "报告名称",
        "year": "年度",
        "receiver": "受理部门",
        "work_done": "本年度培训任务完成情况",
        "next_year_plan": "下年度培训计划",
        "attachments": "附件",
    }
    ends: ClassVar[Mapping[str, Word]] = {
        Grade.EXCELLENT.value: Word("审核通过（优秀）", "success"),
        Grade.QUALIFIED.value: Word("审核通过（合格）", "success"),
        Grade.UNQUALIFIED.value: Word("审核通过（不合格）", "danger"),
    }
    withdrawn: ClassVar[str] = "该报告回到“未申报”，可修改后重新申报。"

    def facts(self, session: Session, common: dict[str, Any]) -> ReportInstance:
        """The report's figures as they were declared, its files, and what the base reported before."""
        report = session.get_one(AnnualReport, common["item_id"])
        return ReportInstance(
            **common,
            report_name=report.name,
            year=report.year,
            figures=Figures.of(report.figures or {}),
            attachments=attachments_of(session, self.kind, report.id),
            earlier=_earlier(session, report),
        )

    def names(self) -> Select[int, str, str]:
        """The report and its base."""
        report = AnnualReport
        names = (report.name.label("name"), Organization.name.label("group_name"))
        return select(report.id.label("item_id"), *names).join(Organization, Organization.id == report.base_id)


def _earlier(session: Session, report: AnnualReport) -> list[EarlierReport]:
    """Drafts are nobody's business but the base's."""
    other = AnnualReport
    rows = session.execute(
        select(other.year, other.name, other.grade, other.figures)
        .where(other.base_id == report.base_id, other.id != report.id, other.state != ReportState.DRAFT)
        .order_by(other.year.desc())
        .limit(EARLIER)
    )
    return [EarlierReport(row.year, row.name, row.grade, Figures.of(row.figures)) for row in rows]
