"""Adding a class on an effective plan, and changing it until its scores are declared (培训班管理)."""

from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import NotFound
from app.permissions import Actor, Permission
from app.plain_text import tidy
from app.services.approvals.locking import confirm
from app.services.audit import record
from app.services.classes.refusals import (
    ClassHasDeclaredScores,
    ClassNameTaken,
    PlanNotEffective,
    PlanSubjectDisabled,
)
from app.services.classes.rules import ClassFields, check
from models import Organization, PlanState, Score, ScoreState, Subject, TrainingClass, TrainingPlan


def add_class(session: Session, plan_id: int, fields: ClassFields, *, by: Actor) -> TrainingClass:
    """Add a class on an effective plan of the actor's base; scores can be entered in it at once.

    Raises NotFound, PlanNotEffective, PlanSubjectDisabled, or a FieldRefusal for what is wrong with a field.
    """
    by = confirm(session, by, Permission.CLASS_EDIT)
    _hold(session, by)
    plan = _plan(session, plan_id, by)
    if plan.state is not PlanState.APPROVED:
        raise PlanNotEffective(state=plan.state.label)
    subject = session.get_one(Subject, plan.subject_id, with_for_update={"read": True}, populate_existing=True)
    if not subject.is_enabled:
        raise PlanSubjectDisabled(subject=subject.name)
    row = TrainingClass(base_id=by.organization_id, plan_id=plan.id, training_year=plan.year)
    row.subject_id = plan.subject_id
    _fill(session, row, fields, plan, by)
    session.add(row)
    session.flush()
    record(session, by=by, action="class:add", training_class=row.id, plan=plan.id, name=row.name)
    return row


def edit_class(session: Session, class_id: int, fields: ClassFields, *, by: Actor) -> TrainingClass:
    """Change a class of the actor's base while none of its scores is declared.

    Raises NotFound, ClassHasDeclaredScores, or a FieldRefusal for what is wrong with a field.
    """
    by = confirm(session, by, Permission.CLASS_EDIT)
    _hold(session, by)
    row = session.get(TrainingClass, class_id, with_for_update=True, populate_existing=True)
    if row is None or row.base_id != by.organization_id or row.plan_id is None:
        raise NotFound()
    _refuse_declared(session, class_id)
    _fill(session, row, fields, _plan(session, row.plan_id, by), by)
    session.flush()
    record(session, by=by, action="class:edit", training_class=row.id, name=row.name)
    return row


def _plan(session: Session, plan_id: int, by: Actor) -> TrainingPlan:
    plan = session.get(TrainingPlan, plan_id, with_for_update={"read": True}, populate_existing=True)
    if plan is None or plan.base_id != by.organization_id:
        raise NotFound()
    return plan


def _fill(session: Session, row: TrainingClass, fields: ClassFields, plan: TrainingPlan, by: Actor) -> None:
    fields = replace(fields, name=tidy(fields.name), place=tidy(fields.place))
    check(session, fields, plan)
    same = select(TrainingClass.id).where(
        TrainingClass.base_id == by.organization_id, TrainingClass.name == fields.name
    )
    with session.no_autoflush:
        if session.scalar(same) not in (None, row.id):
            raise ClassNameTaken(name=fields.name)
    row.name, row.place, row.hours = fields.name, fields.place, fields.hours
    row.starts_on, row.ends_on = fields.starts_on, fields.ends_on
    row.credit_year, row.pass_mark = fields.credit_year, fields.pass_mark


def _refuse_declared(session: Session, class_id: int) -> None:
    """Hold the scores, so that one which is being declared now is waited for."""
    states = session.scalars(
        select(Score.state).where(Score.class_id == class_id).order_by(Score.id).with_for_update()
    ).all()
    if any(state is not ScoreState.ENTERED for state in states):
        raise ClassHasDeclaredScores()


def _hold(session: Session, by: Actor) -> None:
    """One at a time in a base, so that no name is given twice."""
    session.execute(
        select(Organization.id).where(Organization.id == by.organization_id).with_for_update(key_share=True)
    )
