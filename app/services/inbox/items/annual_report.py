"""Annual reports in an inbox: folded by base, one row a report."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from app.plain_text import tidy
from app.services.inbox.items.item import Column, Row, columns
from models import AnnualReport, Instance, ItemKind, Organization


@dataclass(frozen=True)
class ReportingBase:
    """What a reviewer has to know of a base whose report waits."""

    id: int
    base_name: str
    contact_name: str
    contact_phone: str

    @property
    def name(self) -> str:
        """What the group is called."""
        return f"{self.base_name}的年审报告"


@dataclass(frozen=True)
class ReportInInbox(Row):
    """A work item with the report it is about."""

    report_name: str
    year: int

    @property
    def name(self) -> str:
        """The report's name."""
        return self.report_name


class AnnualReportInInbox:
    """The rows of `annual_report`."""

    kind: ClassVar[ItemKind] = ItemKind.ANNUAL_REPORT
    columns: ClassVar[tuple[Column, ...]] = columns(
        Column("report_name", "年审报告"), Column("year", "年度", "number"), submitted="申报时间"
    )

    def find_groups(self, session: Session, group_ids: Sequence[int]) -> Mapping[int, ReportingBase]:
        """Groups are bases."""
        base = Organization
        columns = (base.id, base.name.label("base_name"), base.contact_name, base.contact_phone)
        rows = session.execute(select(*columns).where(base.id == func.any(list(set(group_ids)))))
        return {row.id: ReportingBase(**row._mapping) for row in rows}

    def groups_matching(self, text: str, year: int | None) -> Select[int]:
        """By the base's name or that of one of its reports, and the year of such a report."""
        text = tidy(text)
        query = select(AnnualReport.base_id).join(Organization, Organization.id == AnnualReport.base_id)
        if text:
            names = (AnnualReport.name, Organization.name)
            query = query.where(or_(*(name.icontains(text, autoescape=True) for name in names)))
        return query if year is None else query.where(AnnualReport.year == year)

    def joined(self, query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
        """The report."""
        is_its_report = and_(AnnualReport.id == Instance.item_id, Instance.item_kind == ItemKind.ANNUAL_REPORT)
        return query.join(AnnualReport, is_its_report).add_columns(
            AnnualReport.name.label("report_name"), AnnualReport.year
        )

    def holds(self, text: str) -> ColumnElement[bool]:
        """The report's name holds the text."""
        report = aliased(AnnualReport)
        named = report.name.icontains(tidy(text), autoescape=True)
        return exists(select(report.id).where(report.id == Instance.item_id, named))

    def row(self, facts: dict[str, Any]) -> ReportInInbox:
        """Nothing is to be unsealed."""
        return ReportInInbox(**facts)
