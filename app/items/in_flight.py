"""What of an organisation is on its way: while there is anything, it stays where it is in the tree."""

from collections.abc import Mapping

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from models import (
    EmployerTransfer,
    Instance,
    ItemKind,
    Learner,
    Registration,
    RegistrationKind,
    RegistrationState,
    Score,
    ScoreState,
    TransferState,
)

LABELS = {
    ItemKind.SCORE: "学员成绩",
    ItemKind.TRAINING_PLAN: "培训计划",
    ItemKind.ANNUAL_REPORT: "年审报告",
    ItemKind.ORGANIZATION_CHANGE: "单位变更",
    ItemKind.SCORE_REVOCATION: "学时审验",
}
"""What an organisation submits, as its users call it."""


def in_flight(session: Session, organization_id: int) -> Mapping[str, int]:
    """How many of what are on their way, by what users call it; nothing for an organisation that is at rest.

    What it submitted itself; of an employer, what concerns its learners too.
    """
    own = (
        select(Instance.item_kind, func.count())
        .where(Instance.organization_id == organization_id, Instance.ended_at.is_(None))
        .group_by(Instance.item_kind)
        .order_by(Instance.item_kind)
    )
    found = {LABELS.get(kind, "其他事项"): count for kind, count in session.execute(own)}
    return found | about_learners(session, organization_id)


def about_learners(session: Session, employer_id: int) -> dict[str, int]:
    """The same of what concerns an employer's learners alone."""
    counted = {label: session.scalar(query) or 0 for label, query in _about_learners(employer_id).items()}
    return {label: count for label, count in counted.items() if count}


def said_of(found: Mapping[str, int]) -> str:
    """The same in one phrase."""
    return "、".join(f"{label}{count}项" for label, count in found.items())


def _about_learners(employer_id: int) -> Mapping[str, Select[int]]:
    """A declared score's employer is the learner's own: no learner moves while one of his is under review."""
    scores = (
        select(func.count())
        .join_from(Score, Learner, Learner.id == Score.learner_id)
        .where(Learner.employer_id == employer_id, Score.state == ScoreState.DECLARED)
    )
    from_or_to = or_(
        EmployerTransfer.from_employer_id == employer_id, EmployerTransfer.to_employer_id == employer_id
    )
    registering = (Registration.employer_id == employer_id, Registration.kind == RegistrationKind.LEARNER)
    return {
        "本单位学员的成绩": scores,
        "学员调转": select(func.count()).where(from_or_to, EmployerTransfer.state == TransferState.PENDING),
        "学员注册": select(func.count()).where(*registering, Registration.state == RegistrationState.PENDING),
    }
