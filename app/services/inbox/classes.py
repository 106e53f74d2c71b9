"""The training classes that the rows of a score declaration are folded by."""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import ARRAY, BigInteger, Select, bindparam, func, select
from sqlalchemy.orm import Session

from app.plain_text import tidy
from app.services.prepared import Prepared
from models import Organization, Subject, SubjectType, TrainingClass


class TaughtClass(NamedTuple):
    """What a reviewer has to know of a class; a tuple, for fifty of them are made for each page."""

    id: int
    name: str
    base_name: str
    subject_name: str
    subject_type: SubjectType
    hours: Decimal
    credit_year: int
    training_year: int
    pass_mark: Decimal


def find_classes(session: Session, class_ids: Sequence[int]) -> dict[int, TaughtClass]:
    """The facts of these classes, by id, in one statement."""
    rows = _FINDING.run(session, class_ids=list(set(class_ids))).fetchall()
    return {row.id: TaughtClass._make((*row[:4], SubjectType(row.subject_type), *row[5:])) for row in rows}


_FINDING = Prepared(
    select(
        TrainingClass.id,
        TrainingClass.name,
        Organization.name.label("base_name"),
        Subject.name.label("subject_name"),
        Subject.type.label("subject_type"),
        TrainingClass.hours,
        TrainingClass.credit_year,
        TrainingClass.training_year,
        TrainingClass.pass_mark,
    )
    .join(Organization, Organization.id == TrainingClass.base_id)
    .join(Subject, Subject.id == TrainingClass.subject_id)
    .where(TrainingClass.id == func.any(bindparam("class_ids", type_=ARRAY(BigInteger))))
)


def classes_matching(text: str, year: int | None) -> Select[int]:
    """The ids of classes whose name holds `text` and whose credited year is `year` (None: any)."""
    text, query = tidy(text), select(TrainingClass.id)
    if text:
        query = query.where(TrainingClass.name.icontains(text, autoescape=True))
    if year is not None:
        query = query.where(TrainingClass.credit_year == year)
    return query
