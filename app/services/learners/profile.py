"""我的资料: what a learner says of himself; it counts at once."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import ClassVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import resident_id
from app.errors import FieldRefusal
from app.permissions import Actor, Permission
from app.sealing import sealer
from app.services.approvals.locking import confirm
from app.services.audit import record
from app.services.guard import require
from models import Learner, User

EDIT = Permission.LEARNER_EDIT
NO_TITLE = "无"


class GradeWithoutSeries(FieldRefusal):
    """职称系列为“无”时，职称级别也应为“无”。"""

    field: ClassVar[str] = "title_grade"


@dataclass(frozen=True)
class Details:
    """What can be changed."""

    department: str
    title_series: str
    title_grade: str
    education: str
    school: str
    major: str


@dataclass(frozen=True)
class LearnerProfile:
    """What is fixed: name, and what the id number tells; and the details."""

    name: str
    masked_id: str
    born_on: date
    gender: str
    employer_name: str
    details: Details


def read_learner_profile(session: Session, *, by: Actor) -> LearnerProfile:
    """The actor's own profile."""
    require(by, EDIT)
    learner = session.scalars(select(Learner).where(Learner.id == by.learner_id)).one()
    number = sealer().unseal(session.get_one(User, by.user_id).resident_id_sealed)
    return LearnerProfile(
        name=by.name,
        masked_id=resident_id.mask(number),
        born_on=resident_id.birth_date(number),
        gender="男" if resident_id.is_male(number) else "女",
        employer_name=by.organization_name,
        details=_details(learner),
    )


def save_details(session: Session, details: Details, *, by: Actor) -> None:
    """Change the actor's own details. Raises GradeWithoutSeries."""
    by = confirm(session, by, EDIT)
    if details.title_series == NO_TITLE and details.title_grade not in ("", NO_TITLE):
        raise GradeWithoutSeries()
    learner = session.scalars(select(Learner).where(Learner.id == by.learner_id).with_for_update()).one()
    before = asdict(_details(learner))
    changed = [field for field, value in asdict(details).items() if before[field] != value]
    for field in changed:
        setattr(learner, field, getattr(details, field))
    session.flush()
    record(session, by=by, action=EDIT, changed=changed)


def _details(learner: Learner) -> Details:
    return Details(**{field: getattr(learner, field) for field in Details.__dataclass_fields__})
