"""The figures of one organisation: by step, by region, by cause, by member, by month."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.services.dashboard.period import Period, months_of, year_of
from app.services.inbox.items import of_process
from app.services.statistics.scope import parts_of
from models import (
    Diagram,
    Membership,
    Organization,
    Region,
    ReviewerLoad,
    User,
    UserTask,
    WorkMonth,
    WorkNow,
    WorkPace,
)

ELSEWHERE = "其他地区和个人"


@dataclass(frozen=True)
class Work:
    """Counts, and sums of days; what is open is unclaimed or taken."""

    opened: int = 0
    decided: int = 0
    unclaimed: int = 0
    taken: int = 0
    returned: int = 0
    overdue: int = 0
    unclaimed_days: Decimal = Decimal(0)
    taken_days: Decimal = Decimal(0)
    returned_days: Decimal = Decimal(0)

    def __add__(self, other: "Work") -> "Work":
        return Work(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(Work)))

    @property
    def open(self) -> int:
        """How many wait for the organisation."""
        return self.unclaimed + self.taken

    @property
    def average_days(self) -> Decimal | None:
        """How long what is open has waited on the average."""
        return average(self.unclaimed_days + self.taken_days, self.open)


@dataclass(frozen=True)
class Step:
    """A user task of a process, with its figures; `typical` is the median of days of late."""

    process_id: str
    process_name: str
    node_id: str
    name: str
    work: Work
    typical: Decimal | None = None

    @property
    def kind(self) -> str:
        """The kind of item, as the inbox is filtered by it."""
        return str(of_process(self.process_id).kind)

    @property
    def node(self) -> str:
        """The user task, as the inbox is filtered by it."""
        return f"{self.process_id}/{self.node_id}"


@dataclass(frozen=True)
class Part:
    """A region and its figures; `code` is empty where no filter of the inbox means it."""

    code: str
    name: str
    work: Work


@dataclass(frozen=True)
class Load:
    """A member, what he holds, and how much he decided."""

    name: str
    open: int
    decided_week: int
    decided_month: int


def steps_of(session: Session, organization_id: int, period: Period) -> list[Step]:
    """Its steps by process; four statements."""
    found: dict[tuple[str, str], Work] = {}
    for row in (*_monthly(session, organization_id, period), *_open(session, organization_id)):
        facts = dict(row._mapping)
        key = (facts.pop("process_id"), facts.pop("node_id"))
        found[key] = found.get(key, Work()) + Work(**facts)
    names, paces = _names(session, found), _paces(session, organization_id)
    return [
        Step(process_id, *names.get((process_id, node_id), (process_id, node_id))[:1], node_id,
             names.get((process_id, node_id), (process_id, node_id))[1], work, paces.get((process_id, node_id)))
        for (process_id, node_id), work in sorted(found.items())
    ]  # fmt: skip


def by_process(steps: Sequence[Step]) -> list[tuple[Step, Work]]:
    """The first step of each process, and the sum over all of its steps."""
    found: dict[str, tuple[Step, Work]] = {}
    for step in steps:
        first, work = found.get(step.process_id, (step, Work()))
        found[step.process_id] = (first, work + step.work)
    return list(found.values())


def total_of(parts: Sequence[Step | Part]) -> Work:
    """The sum."""
    return sum((part.work for part in parts), Work())


def decided_in(session: Session, organization_id: int, period: Period) -> Work:
    """What came and was decided in a period, all steps together."""
    counts = [func.coalesce(func.sum(column), 0) for column in (WorkMonth.opened, WorkMonth.decided)]
    opened, decided = session.execute(select(counts[0], counts[1]).where(*_within(organization_id, period))).one()
    return Work(opened=opened, decided=decided)


def decided_by_month(session: Session, organization_id: int, year: int) -> list[int]:
    """How many were decided in each month of a year."""
    rows = session.execute(
        select(WorkMonth.month, func.sum(WorkMonth.decided))
        .where(*_within(organization_id, year_of(year)))
        .group_by(WorkMonth.month)
    )
    counted: dict[date, int] = {month: int(count) for month, count in rows}
    return [counted.get(month.since, 0) for month in months_of(year)]


def regions_of(session: Session, organization: Organization, period: Period) -> list[Part]:
    """Its region's parts, the region itself, and all else; three statements."""
    region = session.get_one(Region, organization.region_code)
    parts, found = parts_of(region), dict[str | None, Work]()
    for table, names, where in (
        (WorkMonth, ("opened", "decided"), _within(organization.id, period)),
        (WorkNow, _OPEN, (WorkNow.organization_id == organization.id,)),
    ):
        query = (
            select(parts.c.top, *_sums(table, names))
            .select_from(table)
            .outerjoin(parts, parts.c.code == table.region_code)
            .where(*where)
            .group_by(parts.c.top)
        )
        for row in session.execute(query):
            facts = dict(row._mapping)
            top = facts.pop("top")
            found[top] = found.get(top, Work()) + Work(**facts)
    names_of = {code: name for code, name in session.execute(
        select(Region.code, Region.name).where(Region.code.in_([code for code in found if code]))
    )}  # fmt: skip
    own = region.code
    listed = [Part("" if code == own else code, names_of[code] + ("（本级）" if code == own else ""), work)
              for code, work in sorted((code, work) for code, work in found.items() if code)]  # fmt: skip
    return listed + ([Part("", ELSEWHERE, found[None])] if None in found else [])


def loads_of(session: Session, organization_id: int, *, most: int = 100) -> list[Load]:
    """Its members, who holds most first."""
    rows = session.execute(
        select(
            User.name,
            func.coalesce(ReviewerLoad.open, 0).label("open"),
            func.coalesce(ReviewerLoad.decided_week, 0).label("decided_week"),
            func.coalesce(ReviewerLoad.decided_month, 0).label("decided_month"),
        )
        .select_from(Membership)
        .join(User, User.id == Membership.user_id)
        .outerjoin(
            ReviewerLoad,
            (ReviewerLoad.user_id == User.id) & (ReviewerLoad.organization_id == Membership.organization_id),
        )
        .where(Membership.organization_id == organization_id, Membership.is_enabled)
        .order_by(func.coalesce(ReviewerLoad.open, 0).desc(), User.id)
        .limit(most)
    )
    return [Load(**row._mapping) for row in rows]


def counted_at(session: Session) -> datetime | None:
    """Since when the figures are as they are; None: nothing was counted yet."""
    return session.scalar(select(WorkNow.refreshed_at).limit(1))


def average(days: Decimal, count: int) -> Decimal | None:
    """Days for each of so many, to a tenth."""
    return (Decimal(days) / count).quantize(Decimal("0.1")) if count else None


_OPEN = ("unclaimed", "taken", "returned", "overdue", "unclaimed_days", "taken_days", "returned_days")


def _sums(table: Any, names: Sequence[str]) -> list[Any]:
    return [func.sum(getattr(table, name)).label(name) for name in names]


def _within(organization_id: int, period: Period) -> tuple[Any, ...]:
    return (
        WorkMonth.organization_id == organization_id,
        WorkMonth.month >= period.since,
        WorkMonth.month < period.until,
    )


def _monthly(session: Session, organization_id: int, period: Period) -> Sequence[Any]:
    query = select(WorkMonth.process_id, WorkMonth.node_id, *_sums(WorkMonth, ("opened", "decided")))
    grouped = query.where(*_within(organization_id, period)).group_by(WorkMonth.process_id, WorkMonth.node_id)
    return session.execute(grouped).all()


def _open(session: Session, organization_id: int) -> Sequence[Any]:
    query = select(WorkNow.process_id, WorkNow.node_id, *_sums(WorkNow, _OPEN))
    mine = query.where(WorkNow.organization_id == organization_id)
    return session.execute(mine.group_by(WorkNow.process_id, WorkNow.node_id)).all()


def _paces(session: Session, organization_id: int) -> Mapping[tuple[str, str], Decimal]:
    rows = session.scalars(select(WorkPace).where(WorkPace.organization_id == organization_id))
    return {(row.process_id, row.node_id): row.days.quantize(Decimal("0.1")) for row in rows}


def _names(session: Session, keys: Mapping[tuple[str, str], Work]) -> Mapping[tuple[str, str], tuple[str, str]]:
    """Process and user task by their ids, as the newest version calls them."""
    rows = session.execute(
        select(UserTask.process_id, UserTask.node_id, Diagram.name.label("process"), UserTask.name)
        .join(Diagram, Diagram.process_id == UserTask.process_id)
        .where(UserTask.process_id.in_({process_id for process_id, _ in keys}))
        .order_by(UserTask.id)
    )
    return {(row.process_id, row.node_id): (row.process, row.name) for row in rows}
