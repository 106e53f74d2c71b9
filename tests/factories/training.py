"""Subjects, classes and scores."""

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.permissions import Actor
from models import Learner, Membership, Organization, Score, ScoreState, Subject, SubjectType, TrainingClass
from tests.factories.organizations import make_base
from tests.factories.people import make_user
from tests.factories.rows import numbers, saved


def make_subject(
    session: Session,
    *,
    organization: Organization | None = None,
    kind: SubjectType = SubjectType.PROFESSIONAL,
    year: int | None = None,
    name: str | None = None,
) -> Subject:
    """A subject: a professional one of a base unless told otherwise."""
    organization = organization or make_base(session)
    if kind is SubjectType.PUBLIC and year is None:
        year = 2026
    name = name or f"测试科目{next(numbers)}"
    return saved(session, Subject(type=kind, name=name, organization_id=organization.id, year=year))


def make_class(
    session: Session,
    *,
    base: Organization | None = None,
    subject: Subject | None = None,
    name: str | None = None,
    hours: Decimal | str | int = 24,
    pass_mark: Decimal | str | int = 60,
    training_year: int = 2026,
    credit_year: int | None = None,
) -> TrainingClass:
    """A class; its hours count in the year it was taught unless `credit_year` says otherwise."""
    base = base or make_base(session)
    subject = subject or make_subject(session, organization=base)
    return saved(
        session,
        TrainingClass(
            base_id=base.id,
            subject_id=subject.id,
            name=name or f"测试培训班{next(numbers)}",
            starts_on=date(training_year, 5, 11),
            ends_on=date(training_year, 5, 15),
            place="测试教室",
            hours=Decimal(hours),
            training_year=training_year,
            credit_year=credit_year or training_year,
            pass_mark=Decimal(pass_mark),
        ),
    )


def make_score(
    session: Session,
    training_class: TrainingClass,
    learner: Learner,
    *,
    value: Decimal | str | int = 85,
    state: ScoreState = ScoreState.ENTERED,
    entered_by: Actor | None = None,
    **columns: Any,
) -> Score:
    """A score as its base entered it. Another `state` is only written: nothing went through a process."""
    if state is not ScoreState.ENTERED:
        columns.setdefault("employer_id", learner.employer_id)
    return saved(
        session,
        Score(
            class_id=training_class.id,
            base_id=training_class.base_id,
            learner_id=learner.id,
            value=Decimal(value),
            state=state,
            entered_by_id=entered_by.user_id if entered_by else _enterer(session, training_class.base_id),
            **columns,
        ),
    )


def _enterer(session: Session, base_id: int) -> int:
    """Whoever of the base may have entered a score; a person is made when it has none."""
    member = session.scalar(
        select(Membership.user_id).where(Membership.organization_id == base_id).order_by(Membership.id).limit(1)
    )
    return member or make_user(session, name="基地管理员").id
