"""The organisations below a department with what waits at each: who is behind is found here."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.errors import NotPermitted
from app.permissions import REVIEWERS, Actor, Permission
from app.services.dashboard.figures import average
from app.services.dashboard.period import Period
from app.services.guard import require
from app.services.page import PAGE_ROWS, Page, page_of
from app.services.statistics.scope import DEPARTMENTS
from app.services.subordinates.scope import is_beneath
from models import Organization, OrganizationKind, Region, WorkMonth, WorkNow


@dataclass(frozen=True)
class Beneath:
    """An organisation below and its figures."""

    id: int
    name: str
    region_name: str
    decided: int
    open: int
    overdue: int
    average_days: object


def list_beneath(
    session: Session, period: Period, *, by: Actor, after: int | None = None, limit: int = PAGE_ROWS
) -> Page[Beneath]:
    """One page of them by id, with what each decided in a period; one statement."""
    require(by, Permission.DASHBOARD_VIEW)
    if by.kind not in DEPARTMENTS:
        raise NotPermitted()
    kinds = [OrganizationKind(kind) for kind in REVIEWERS]
    page = (
        select(Organization.id)
        .where(is_beneath(by), Organization.kind.in_(kinds), Organization.id > (after or 0))
        .order_by(Organization.id)
        .limit(limit + 1)
        .subquery("page")
    )
    decided = (
        select(func.coalesce(func.sum(WorkMonth.decided), 0))
        .where(WorkMonth.organization_id == page.c.id)
        .where(WorkMonth.month >= period.since, WorkMonth.month < period.until)
    )
    now = WorkNow
    waiting = (
        select(
            func.coalesce(func.sum(now.unclaimed + now.taken), 0).label("open"),
            func.coalesce(func.sum(now.overdue), 0).label("overdue"),
            func.coalesce(func.sum(now.unclaimed_days + now.taken_days), 0).label("days"),
        )
        .where(now.organization_id == page.c.id)
        .lateral("waiting")
    )
    rows = session.execute(
        select(Organization.id, Organization.name, Region.name.label("region_name"), waiting)
        .add_columns(decided.scalar_subquery().label("decided"))
        .select_from(page)
        .join(Organization, Organization.id == page.c.id)
        .join(Region, Region.code == Organization.region_code)
        .join(waiting, page.c.id > 0)
        .order_by(Organization.id)
    )
    found = [
        Beneath(row.id, row.name, row.region_name, row.decided, row.open, row.overdue, average(row.days, row.open))
        for row in rows
    ]
    return page_of(found, limit, lambda one: one.id)
