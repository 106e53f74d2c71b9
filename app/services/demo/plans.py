"""The plans that the classes of the demo stand on, and a few that are still on their way."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.permissions import Actor
from app.services.accounts.actors import load_actor
from app.services.approvals import decide
from app.services.demo.bodies import Body
from app.services.demo.copying import copy_rows, take_ids
from app.services.plans.edit import create_plan, submit_plan
from app.services.plans.fields import PlanFields
from models import Instance, ItemKind, PlanState, Subject, SubjectType, TeachingMode, TrainingPlan, WorkItem

if TYPE_CHECKING:
    from app.services.demo.classes import Course

Key = tuple[int, int, int]  # base, subject, year
COLUMNS = (
    "id", "base_id", "subject_id", "name", "year", "audience", "people", "hours", "mode", "starts_on", "ends_on",
    "place", "fee", "state", "created_by_id",
)  # fmt: skip
PEOPLE_A_CLASS = 60
RETURNED = "请补充师资名单和课程安排后重新提交。"
NEXT_YEAR = 2026


def make_plans(session: Session, courses: Sequence["Course"], planners: Mapping[int, int]) -> dict[Key, int]:
    """Write an approved plan for each base, subject and year that has classes; return their ids.

    They stand for what was approved before this system: no process ran for them. `planners` gives the user who
    planned for each base.
    """
    by_key: dict[Key, list[Course]] = defaultdict(list)
    for course in courses:
        by_key[key_of(course)].append(course)
    ids = take_ids(session, TrainingPlan, len(by_key))
    plans = dict(zip(by_key, ids, strict=True))
    copy_rows(session, TrainingPlan, COLUMNS, (_row(plans[key], same, planners) for key, same in by_key.items()))
    return plans


def key_of(course: "Course") -> Key:
    """What the classes of one plan have in common."""
    return course.base.id, course.topic.id, course.year


def start_plans(session: Session, bases: Sequence[Body], clerks: Mapping[int, int]) -> None:
    """Leave plans of the first two bases at every place of their way, through the services that people use."""
    for base in bases[:2]:
        clerk = _actor(session, clerks[base.id])
        reviewers = [_actor(session, clerks[one.id]) for one in (base.competent, base.hr) if one is not None]
        subjects = _subjects(session, base)
        _plan(session, subjects[0], "骨干人员专题培训", clerk)
        for number in range(len(reviewers)):
            waiting = _submitted(session, subjects[1], f"第{number + 1}批专题培训", clerk)
            for reviewer in reviewers[:number]:
                _decide(session, waiting, reviewer, "approve", "符合年度培训要求，同意。")
        back = _submitted(session, subjects[2], "新技术应用培训", clerk)
        _decide(session, back, reviewers[0], "return", RETURNED)


def _row(plan_id: int, courses: Sequence["Course"], planners: Mapping[int, int]) -> tuple[object, ...]:
    first = courses[0]
    subject = first.topic.name.removeprefix(f"{first.year}年度").removesuffix("（示例）")
    return (
        plan_id, first.base.id, first.topic.id, f"{first.year}年{subject}培训计划", first.year, "在职专业技术人员",
        PEOPLE_A_CLASS * len(courses), max(course.hours for course in courses), TeachingMode.FACE,
        date(first.year, 1, 1), date(first.year, 12, 31), first.base.name, "免费", PlanState.APPROVED,
        planners[first.base.id],
    )  # fmt: skip


def _subjects(session: Session, base: Body) -> Sequence[Subject]:
    own = select(Subject).where(Subject.organization_id == base.id).order_by(Subject.id)
    return session.scalars(own).all()


def _plan(session: Session, subject: Subject, name: str, by: Actor) -> int:
    fields = PlanFields(
        name=f"{NEXT_YEAR}年{subject.name}{name}",
        subject_type=SubjectType.PROFESSIONAL,
        subject_id=subject.id,
        year=NEXT_YEAR,
        people=80,
        hours=Decimal(24),
        mode=TeachingMode.MIXED,
        starts_on=date(NEXT_YEAR, 12, 1),
        ends_on=date(NEXT_YEAR, 12, 31),
        audience="中级以上专业技术人员",
        place="本基地多功能厅",
        fee="免费",
    )
    return create_plan(session, fields, by=by).id


def _submitted(session: Session, subject: Subject, name: str, by: Actor) -> int:
    plan_id = _plan(session, subject, name, by)
    submit_plan(session, plan_id, by=by)
    return plan_id


def _decide(session: Session, plan_id: int, by: Actor, outcome: str, comment: str) -> None:
    work_item = session.execute(
        select(WorkItem.id)
        .join(Instance, Instance.id == WorkItem.instance_id)
        .where(
            Instance.item_kind == ItemKind.TRAINING_PLAN,
            Instance.item_id == plan_id,
            WorkItem.closed_at.is_(None),
        )
    ).scalar_one()
    refusal = decide(session, [work_item], by=by, outcome=outcome, comment=comment)[0].refusal
    if refusal is not None:
        raise refusal


def _actor(session: Session, membership_id: int) -> Actor:
    actor = load_actor(session, membership_id=membership_id)
    if actor is None:
        raise LookupError(membership_id)
    return actor
