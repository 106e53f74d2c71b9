"""The learners of an employer, for the administrator who resets their passwords."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, select, true
from sqlalchemy.orm import Session

from app.errors import NotFound
from app.permissions import Actor, Permission
from app.resident_id import mask, normalise, problem_of
from app.sealing import sealer
from app.services.accounts.office import require
from app.services.page import PAGE_ROWS, Page, page_of
from models import Learner, User


@dataclass(frozen=True)
class OwnLearner:
    """A learner of the employer."""

    id: int
    name: str
    masked_id: str
    title_series: str


def list_learners(
    session: Session, *, by: Actor, text: str = "", after: int | None = None, limit: int = PAGE_ROWS
) -> Page[OwnLearner]:
    """One page of the employer's learners, by the beginning of the name or the whole id number."""
    require(by, Permission.LEARNER_RESET)
    found = _learners(session, by, (Learner.id > (after or 0)) & _meant(text), limit + 1)
    return page_of(found, limit, lambda learner: learner.id)


def find_learner(session: Session, learner_id: int, *, by: Actor) -> OwnLearner:
    """A learner of the employer; raises NotFound for any other."""
    require(by, Permission.LEARNER_RESET)
    found = _learners(session, by, Learner.id == learner_id, 1)
    if not found:
        raise NotFound()
    return found[0]


def _meant(text: str) -> ColumnElement[bool]:
    if not text:
        return true()
    number = normalise(text)
    if problem_of(number) is None:
        return Learner.resident_id_hash == sealer().lookup(number)
    return Learner.name.startswith(text, autoescape=True)


def _learners(session: Session, by: Actor, which: ColumnElement[bool], limit: int) -> list[OwnLearner]:
    rows = session.execute(
        select(Learner.id, Learner.name, Learner.title_series, User.resident_id_sealed)
        .join(User, User.id == Learner.user_id)
        .where(Learner.employer_id == by.organization_id, which)
        .order_by(Learner.id)
        .limit(limit)
    )
    return [
        OwnLearner(row.id, row.name, mask(sealer().unseal(row.resident_id_sealed)), row.title_series)
        for row in rows
    ]
