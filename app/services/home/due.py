"""What is due for a member: windows and last days of the year's rules, the annual report, plans that end."""

import enum
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from app.permissions import BASE, EMPLOYER, HR, Actor, Permission, may
from app.services.inbox.counts import COUNTED_AT_MOST, count_due
from app.services.year_rules.in_force import rules_in_force
from app.today import today
from models import (
    AnnualReport,
    PlanState,
    ReportState,
    ScoreSummary,
    Substitution,
    SummaryType,
    TrainingClass,
    TrainingPlan,
    User,
    YearRule,
)

SOON = timedelta(days=30)
REMEMBERED = timedelta(days=7)  # what is over is still said for so long
REPORTS_FROM, RULES_FROM = 11, 10  # months in which the year's report, and the next year's rule, are thought of
AT_MOST = 3  # plans, and leaves


class DueKind(enum.StrEnum):
    """What is due; a page links each to where it is done."""

    DECLARATION = "declaration"
    REPORT = "report"
    PLAN = "plan"
    PUBLIC_HOURS = "public_hours"
    PROFESSIONAL_HOURS = "professional_hours"
    LEARNERS = "learners"
    RULE = "rule"
    LEAVE = "leave"
    OVERDUE = "overdue"
    SOON = "soon"


@dataclass(frozen=True)
class Due:
    """One thing: what it is, its last day if it has one, and of which year, row or how many it is."""

    kind: DueKind
    text: str
    day: date | None = None
    year: int | None = None
    row_id: int | None = None
    opens: date | None = None  # before this day there is nothing to do yet

    @property
    def days_left(self) -> int | None:
        """Days from today to the last day; negative when it is over."""
        return (self.day - today()).days if self.day else None

    @property
    def opens_in(self) -> int:
        """Days until it begins; 0 where it has."""
        return max(0, (self.opens - today()).days) if self.opens else 0


def due_of(session: Session, *, by: Actor) -> Sequence[Due]:
    """What is due: work, then by the next last day, what has none at the end; a handful of statements."""
    year = today().year
    rules = rules_in_force(session, by.organization_id, [year - 1, year, year + 1])
    found = [*_leaves(session, by)]
    limits = [*_limits(session, by)]
    if by.kind == BASE:
        found += [*_declarations(rules), *_reports(session, by, year), *_plans(session, by)]
    if by.kind == EMPLOYER:
        found += [*_declarations(rules), *_hours(rules.get(year)), *_learners(session, by, year)]
    if by.kind == HR:
        found += [*_declarations(rules), *_next_rule(by, rules, year)]
    return [*limits, *sorted(found, key=lambda due: (due.day is None, due.day or date.max))]


def _limits(session: Session, by: Actor) -> Iterator[Due]:
    """Of what waits: what is over its limit, and what soon will be."""
    if not may(by, Permission.INBOX_VIEW):
        return
    counts = count_due(session, by)
    for kind, count, said in (
        (DueKind.OVERDUE, counts.overdue, "待办已超过办理期限"),
        (DueKind.SOON, counts.soon, "待办在两个工作日内到期"),
    ):
        if count:
            yield Due(kind, f"{'999+' if count >= COUNTED_AT_MOST else count} 条{said}")


def _declarations(rules: dict[int, YearRule]) -> Iterator[Due]:
    for rule in rules.values():
        opens, closes = rule.declare_from, rule.declare_until
        is_near = opens is None or opens <= today() + SOON
        if (opens or closes) and is_near and (closes is None or closes >= today() - REMEMBERED):
            yield Due(DueKind.DECLARATION, f"{rule.year}年度成绩申报", closes, rule.year, opens=opens)


def _hours(rule: YearRule | None) -> Iterator[Due]:
    if rule is None:
        return
    for kind, label, day in (
        (DueKind.PUBLIC_HOURS, "公需学时", rule.public_deadline),
        (DueKind.PROFESSIONAL_HOURS, "专业学时", rule.professional_deadline),
    ):
        if day and day >= today() - REMEMBERED:
            yield Due(kind, f"{rule.year}年度{label}完成期限", day, rule.year)


def _reports(session: Session, by: Actor, year: int) -> Iterator[Due]:
    """The report of a year in which the base taught; the present year's when it is nearly over."""
    if not may(by, Permission.REPORT_VIEW):
        return
    years = [year - 1, year] if today().month >= REPORTS_FROM else [year - 1]
    taught = select(TrainingClass.training_year).where(
        TrainingClass.base_id == by.organization_id, TrainingClass.training_year == func.any(years)
    )
    declared = select(AnnualReport.year).where(
        AnnualReport.base_id == by.organization_id, AnnualReport.state != ReportState.DRAFT
    )
    for one in session.scalars(taught.where(TrainingClass.training_year.not_in(declared)).distinct()):
        yield Due(DueKind.REPORT, f"{one}年度年审报告尚未申报", year=one)


def _plans(session: Session, by: Actor) -> Iterator[Due]:
    """Effective plans that end soon and have no class yet, or an end that is near."""
    if not may(by, Permission.PLAN_VIEW):
        return
    has_class = exists(select(TrainingClass.id).where(TrainingClass.plan_id == TrainingPlan.id))
    query = (
        select(TrainingPlan.id, TrainingPlan.name, TrainingPlan.ends_on)
        .where(
            TrainingPlan.base_id == by.organization_id,
            TrainingPlan.state == PlanState.APPROVED,
            TrainingPlan.ends_on.between(today(), today() + SOON),
            ~has_class,
        )
        .order_by(TrainingPlan.ends_on)
        .limit(AT_MOST)
    )
    for row in session.execute(query):
        yield Due(DueKind.PLAN, f"培训计划“{row.name}”尚未开班，即将结束", row.ends_on, row_id=row.id)


def _learners(session: Session, by: Actor, year: int) -> Iterator[Due]:
    """Of the summary, which is ten minutes old at most."""
    if not may(by, Permission.STATISTICS_VIEW):
        return
    row = session.get(ScoreSummary, (by.organization_id, year, SummaryType.ALL))
    if row is not None and row.registered > row.reached:
        missing = row.registered - row.reached
        yield Due(DueKind.LEARNERS, f"{year}年度尚有 {missing:,} 人未达标（共 {row.registered:,} 人）", year=year)


def _next_rule(by: Actor, rules: dict[int, YearRule], year: int) -> Iterator[Due]:
    if not may(by, Permission.YEAR_RULE_MANAGE):
        return
    wanted = [year, year + 1] if today().month >= RULES_FROM else [year]
    for one in wanted:
        if one not in rules:
            yield Due(DueKind.RULE, f"{one}年度规则尚未公布", year=one)


def _leaves(session: Session, by: Actor) -> Iterator[Due]:
    """The actor's own leave, and those of whom he stands in for."""
    away, stands_in = aliased(User), aliased(User)
    query = (
        select(Substitution.user_id, away.name, stands_in.name.label("substitute"), Substitution.last_day)
        .join(away, away.id == Substitution.user_id)
        .join(stands_in, stands_in.id == Substitution.substitute_id)
        .where(
            Substitution.organization_id == by.organization_id,
            Substitution.cancelled_at.is_(None),
            or_(Substitution.user_id == by.user_id, Substitution.substitute_id == by.user_id),
            func.current_date().between(Substitution.first_day, Substitution.last_day),
        )
        .order_by(Substitution.last_day)
        .limit(AT_MOST)
    )
    for row in session.execute(query):
        is_mine = row.user_id == by.user_id
        text = f"您请假期间由{row.substitute}代理" if is_mine else f"您正在代理{row.name}的审核"
        yield Due(DueKind.LEAVE, text, row.last_day)
