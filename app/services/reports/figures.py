"""The year's real figures of a base: what it planned and what it did.

Three statements, however large the year was.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, Select, cast, func, select
from sqlalchemy.orm import Session

from models import PlanState, Score, ScoreState, TrainingClass, TrainingPlan


@dataclass(frozen=True)
class Figures:
    """Counts of one training year; hours are 学时 of the plans and of the classes."""

    plans: int
    planned_people: int
    planned_hours: Decimal
    classes: int
    hours: Decimal
    people: int
    person_times: int
    passed: int
    declared: int
    qualified: int

    @property
    def pass_rate(self) -> float | None:
        """Of a hundred entered scores so many reach the pass mark; None without any."""
        return _percent(self.passed, self.person_times)

    @property
    def people_done(self) -> float | None:
        """Of a hundred people planned for so many were taught."""
        return _percent(self.person_times, self.planned_people)

    @property
    def chart(self) -> dict[str, Any]:
        """Planned beside done, for people compare these."""
        return {
            "categories": ["培训人次", "学时"],
            "series": [
                {"name": "计划", "values": [self.planned_people, float(self.planned_hours)]},
                {"name": "完成", "values": [self.person_times, float(self.hours)]},
            ],
            "unit": "",
            "stacked": False,
        }

    def kept(self) -> dict[str, Any]:
        """The figures as JSON keeps them; decimals travel as text."""
        return {name: str(value) if isinstance(value, Decimal) else value for name, value in asdict(self).items()}

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> "Figures":
        """Read what `kept` made."""
        return cls(**dict(kept) | {name: Decimal(kept[name]) for name in ("planned_hours", "hours")})


def figures_of(session: Session, base_id: int, year: int) -> Figures:
    """Count a base's training year as it stands now."""
    return Figures(**session.execute(_planned(base_id, year)).one()._mapping, **_done(session, base_id, year))


def drafted_next_year(session: Session, base_id: int, year: int) -> str:
    """A text to begin with, from the plans that the base has made for the year after `year`."""
    plans = session.execute(
        select(TrainingPlan.name, TrainingPlan.people, TrainingPlan.hours)
        .where(
            TrainingPlan.base_id == base_id,
            TrainingPlan.year == year + 1,
            TrainingPlan.state.in_((PlanState.SUBMITTED, PlanState.APPROVED)),
        )
        .order_by(TrainingPlan.id)
        .limit(20)
    ).all()
    return "\n".join(f"{n}. {plan.name}：{plan.people}人，{plan.hours}学时。" for n, plan in enumerate(plans, 1))


def drafted_work(figures: Figures, year: int) -> str:
    """A text to begin with, from the figures."""
    rate = f"，合格率{figures.pass_rate:.1f}%" if figures.pass_rate is not None else ""
    return (
        f"{year}年度获批培训计划{figures.plans}项，计划培训{figures.planned_people}人次；"
        f"实际举办培训班{figures.classes}个，共{figures.hours}学时，培训{figures.people}人、"
        f"{figures.person_times}人次{rate}；已申报成绩{figures.declared}条，其中审核合格{figures.qualified}条。"
    )


def _planned(base_id: int, year: int) -> Select[*tuple[Any, ...]]:
    plan = TrainingPlan
    return select(
        func.count().label("plans"),
        cast(func.coalesce(func.sum(plan.people), 0), BigInteger).label("planned_people"),
        func.coalesce(func.sum(plan.hours), Decimal(0)).label("planned_hours"),
    ).where(plan.base_id == base_id, plan.year == year, plan.state == PlanState.APPROVED)


def _done(session: Session, base_id: int, year: int) -> dict[str, Any]:
    own = select(TrainingClass.id, TrainingClass.hours, TrainingClass.pass_mark).where(
        TrainingClass.base_id == base_id, TrainingClass.training_year == year
    )
    taught = own.subquery("taught")
    total = select(
        func.count().label("classes"), func.coalesce(func.sum(taught.c.hours), Decimal(0)).label("hours")
    )
    scores = select(
        func.count(func.distinct(Score.learner_id)).label("people"),
        func.count().label("person_times"),
        func.count().filter(Score.value >= taught.c.pass_mark).label("passed"),
        func.count().filter(Score.state != ScoreState.ENTERED).label("declared"),
        func.count().filter(Score.state == ScoreState.QUALIFIED).label("qualified"),
    ).join(taught, taught.c.id == Score.class_id)
    rows = (session.execute(query).one()._mapping for query in (total.select_from(taught), scores))
    return {name: value for row in rows for name, value in row.items()}


def _percent(part: int, whole: int) -> float | None:
    return round(100 * part / whole, 1) if whole else None
