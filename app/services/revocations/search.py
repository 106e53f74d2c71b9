"""Qualified scores that a department may propose to revoke, and the proposals that it made."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import and_, select, true
from sqlalchemy.orm import Session, aliased

from app import resident_id
from app.permissions import Actor, Permission
from app.plain_text import tidy
from app.sealing import sealer
from app.services.guard import require
from app.services.page import PAGE_ROWS, Page, page_of
from app.services.revocations.below import employers_below
from app.services.revocations.propose import has_pending
from app.services.scores.filter import learner_matches
from models import (
    Instance,
    ItemKind,
    Learner,
    Organization,
    RevocationState,
    Score,
    ScoreRevocation,
    ScoreState,
    TrainingClass,
    User,
)

PROPOSE = Permission.REVOCATION_PROPOSE


@dataclass(frozen=True)
class Asked:
    """What is searched for; the empty text and None mean any."""

    learner: str = ""
    class_name: str = ""
    base_name: str = ""
    year: int | None = None


@dataclass(frozen=True)
class QualifiedScore:
    """A score that counts; `is_pending`: a proposal for it waits."""

    id: int
    learner_name: str
    masked_id: str
    employer_name: str
    class_name: str
    base_name: str
    credit_year: int
    hours: Decimal
    value: Decimal
    is_pending: bool


@dataclass(frozen=True)
class Proposal:
    """What the department proposed, and what became of it."""

    id: int
    instance_id: int
    learner_name: str
    class_name: str
    credit_year: int
    reason: str
    state: RevocationState
    proposer: str
    created_at: datetime


def search_qualified(
    session: Session, asked: Asked, *, by: Actor, before: int | None = None, limit: int = PAGE_ROWS
) -> Page[QualifiedScore]:
    """One page of the qualified scores under the department, newest first; one statement, by ix_score_qualified."""
    require(by, PROPOSE)
    base, employer = aliased(Organization), aliased(Organization)
    rows = session.execute(
        select(
            Score.id, Learner.name.label("learner_name"), User.resident_id_sealed,
            employer.name.label("employer_name"), TrainingClass.name.label("class_name"),
            base.name.label("base_name"), TrainingClass.credit_year, TrainingClass.hours, Score.value,
            has_pending().label("is_pending"),
        )
        .join(Learner, Learner.id == Score.learner_id)
        .join(User, User.id == Learner.user_id)
        .join(employer, employer.id == Score.employer_id)
        .join(TrainingClass, TrainingClass.id == Score.class_id)
        .join(base, base.id == Score.base_id)
        .where(
            Score.state == ScoreState.QUALIFIED,
            Score.employer_id.in_(employers_below(by.organization_id)),
            Score.id < before if before is not None else true(),
            *_meant(asked, base),
        )
        .order_by(Score.id.desc())
        .limit(limit + 1)
    )  # fmt: skip
    return page_of([_score(row) for row in rows], limit, lambda row: row.id)


def list_proposals(
    session: Session, *, by: Actor, before: int | None = None, limit: int = PAGE_ROWS
) -> Page[Proposal]:
    """One page of what the department proposed, newest first; one statement, by its index."""
    require(by, PROPOSE)
    is_its = and_(Instance.item_id == ScoreRevocation.id, Instance.item_kind == ItemKind.SCORE_REVOCATION)
    rows = session.execute(
        select(
            ScoreRevocation.id, Instance.id.label("instance_id"), Learner.name.label("learner_name"),
            TrainingClass.name.label("class_name"), TrainingClass.credit_year, ScoreRevocation.reason,
            ScoreRevocation.state, User.name.label("proposer"), ScoreRevocation.created_at,
        )
        .join(Instance, is_its)
        .join(Score, Score.id == ScoreRevocation.score_id)
        .join(Learner, Learner.id == Score.learner_id)
        .join(TrainingClass, TrainingClass.id == Score.class_id)
        .join(User, User.id == ScoreRevocation.proposed_by_id)
        .where(
            ScoreRevocation.organization_id == by.organization_id,
            ScoreRevocation.id < before if before is not None else true(),
        )
        .order_by(ScoreRevocation.id.desc())
        .limit(limit + 1)
    )  # fmt: skip
    return page_of([Proposal(**row._mapping) for row in rows], limit, lambda row: row.id)


def _meant(asked: Asked, base: Any) -> list[Any]:
    class_name, base_name = tidy(asked.class_name), tidy(asked.base_name)
    found: list[Any] = []
    if asked.learner.strip():
        found.append(learner_matches(asked.learner))
    if class_name:
        found.append(TrainingClass.name.icontains(class_name, autoescape=True))
    if base_name:
        found.append(base.name.icontains(base_name, autoescape=True))
    if asked.year is not None:
        found.append(TrainingClass.credit_year == asked.year)
    return found


def _score(row: Any) -> QualifiedScore:
    facts = dict(row._mapping)
    return QualifiedScore(masked_id=resident_id.mask(sealer().unseal(facts.pop("resident_id_sealed"))), **facts)
