"""Which scores of a base a list, a count or an order for all of them means."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from app import resident_id
from app.permissions import Actor
from app.sealing import sealer
from app.services.scores.standing import Standing, stands_at
from models import Learner, Score, Subject, SubjectType, TrainingClass


@dataclass(frozen=True)
class ScoreFilter:
    """What the reader asked for; None and the empty text mean any."""

    class_id: int | None = None
    training_year: int | None = None
    credit_year: int | None = None
    standing: Standing | None = None
    subject_type: SubjectType | None = None
    since: date | None = None  # entered on this day or later
    until: date | None = None
    text: str = ""
    up_to: int | None = None  # the newest score when the list was shown: later ones are not meant

    @property
    def names_classes(self) -> bool:
        """Whether it narrows the classes."""
        narrowing = (self.class_id, self.training_year, self.credit_year, self.subject_type)
        return any(one is not None for one in narrowing)


def classes_meant(session: Session, asked: ScoreFilter, *, by: Actor) -> Sequence[int] | None:
    """The ids of the base's classes that the filter names; None where it names none."""
    if not asked.names_classes:
        return None
    wanted = (
        (TrainingClass.id, asked.class_id),
        (TrainingClass.training_year, asked.training_year),
        (TrainingClass.credit_year, asked.credit_year),
    )
    query = select(TrainingClass.id).where(TrainingClass.base_id == by.organization_id)
    query = query.where(*(column == value for column, value in wanted if value is not None))
    if asked.subject_type is not None:
        is_its = Subject.id == TrainingClass.subject_id
        query = query.join(Subject, is_its).where(Subject.type == asked.subject_type)
    return session.scalars(query).all()


def conditions(asked: ScoreFilter, class_ids: Sequence[int] | None, *, by: Actor) -> list[ColumnElement[bool]]:
    """The conditions on Score; `class_ids` as `classes_meant` gave them."""
    found: list[Any] = [Score.base_id == by.organization_id]
    if class_ids is not None:
        found.append(Score.class_id == func.any(list(class_ids)))
    if asked.standing is not None:
        found.append(stands_at(asked.standing, by))
    if asked.since is not None:
        found.append(Score.entered_at >= asked.since)
    if asked.until is not None:
        found.append(Score.entered_at < asked.until + timedelta(days=1))
    if asked.text:
        found.append(learner_matches(asked.text))
    if asked.up_to is not None:
        found.append(Score.id <= asked.up_to)
    return found


def learner_matches(text: str) -> ColumnElement[bool]:
    """The learner has this whole id number, or a name that holds the text."""
    number = resident_id.normalise(text)
    if resident_id.problem_of(number) is None:
        known = select(Learner.id).where(Learner.resident_id_hash == sealer().lookup(number))
    else:
        known = select(Learner.id).where(Learner.name.contains(text.strip(), autoescape=True))
    return Score.learner_id.in_(known)
