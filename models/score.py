"""Scores (学员成绩): one row a learner and class."""

import enum

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, CreatedAt, Id, Mark, choice


class ScoreState(enum.StrEnum):
    """What a score counts for; where a declared one is at the moment, its open work item says."""

    ENTERED = "entered"
    DECLARED = "declared"
    QUALIFIED = "qualified"
    REJECTED = "rejected"
    REVOKED = "revoked"

    @property
    def label(self) -> str:
        """The state as users know it."""
        return {
            "entered": "待申报",
            "declared": "审核中",
            "qualified": "合格",
            "rejected": "不予通过",
            "revoked": "审验不通过",
        }[self.value]


FINAL = (ScoreState.REJECTED, ScoreState.REVOKED)
"""States that count for nothing and never change again: a new row may take such a score's place."""


class Score(Base):
    """A learner's score in a class.

    `employer_id` is the learner's employer, frozen when the score is declared. A rejected score is final, and
    so is a revoked one: only then may a new row take its place.
    """

    __tablename__ = "score"
    __table_args__ = (
        ForeignKeyConstraint(["class_id", "base_id"], ["training_class.id", "training_class.base_id"]),
        CheckConstraint("value BETWEEN 0 AND 100", name="value_in_range"),
        CheckConstraint("state = 'entered' OR employer_id IS NOT NULL", name="employer_frozen"),
        Index(
            "uq_score_class_id_learner_id",
            "class_id",
            "learner_id",
            unique=True,
            postgresql_where="state NOT IN ('rejected', 'revoked')",
        ),
        Index("ix_score_base_id_id", "base_id", "id"),
        Index("ix_score_base_id_state_id", "base_id", "state", "id"),
        Index("ix_score_base_id_entered_at", "base_id", "entered_at"),
        Index("ix_score_class_id_id", "class_id", "id"),
        Index("ix_score_learner_id_id", "learner_id", "id"),
        Index("ix_score_qualified", "employer_id", "id", postgresql_where="state = 'qualified'"),
    )

    id: Mapped[Id]
    class_id: Mapped[int]
    base_id: Mapped[int]
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"))
    employer_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"))
    value: Mapped[Mark]
    remark: Mapped[str] = mapped_column(server_default="")
    state: Mapped[ScoreState] = mapped_column(choice(ScoreState), server_default=ScoreState.ENTERED.value)
    entered_by_id: Mapped[int]  # a user; users are never deleted, and 100,000 rows need not ask for one each
    entered_at: Mapped[CreatedAt]
