"""Proposals to revoke scores in an inbox: folded by training class, one row a score."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from sqlalchemy import ColumnElement, Select, and_, exists, select
from sqlalchemy.orm import Session, aliased

from app.plain_text import tidy
from app.services.inbox.classes import TaughtClass, classes_matching, find_classes
from app.services.inbox.items.item import Column, Row, columns
from models import Instance, ItemKind, Learner, Organization, Score, ScoreRevocation, User


@dataclass(frozen=True)
class RevocationRow(Row):
    """A work item with the proposal it is about."""

    learner_name: str
    employer_name: str
    value: Decimal
    reason: str
    proposer: str

    @property
    def name(self) -> str:
        """The learner's name."""
        return self.learner_name


class ScoreRevocationInInbox:
    """The rows of `score_revocation`."""

    kind: ClassVar[ItemKind] = ItemKind.SCORE_REVOCATION
    columns: ClassVar[tuple[Column, ...]] = columns(
        Column("learner_name", "学员", "name"),
        Column("employer_name", "用人单位"),
        Column("value", "成绩", "number"),
        Column("reason", "审验不通过的原因"),
        Column("proposer", "提议人", "name"),
        submitted="提议时间",
        with_comment=False,
    )

    def find_groups(self, session: Session, group_ids: Sequence[int]) -> Mapping[int, TaughtClass]:
        """Groups are training classes."""
        return find_classes(session, group_ids)

    def groups_matching(self, text: str, year: int | None) -> Select[int]:
        """By the class's name and credited year."""
        return classes_matching(text, year)

    def joined(self, query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
        """The proposal, its score, the learner, and who proposed it."""
        is_its = and_(ScoreRevocation.id == Instance.item_id, Instance.item_kind == ItemKind.SCORE_REVOCATION)
        proposer = select(User.name).where(User.id == ScoreRevocation.proposed_by_id).correlate(ScoreRevocation)
        return (
            query.join(ScoreRevocation, is_its)
            .join(Score, Score.id == ScoreRevocation.score_id)
            .join(Learner, Learner.id == Score.learner_id)
            .join(Organization, Organization.id == Score.employer_id)
            .add_columns(
                Learner.name.label("learner_name"),
                Organization.name.label("employer_name"),
                Score.value,
                ScoreRevocation.reason,
                proposer.scalar_subquery().label("proposer"),
            )
        )

    def holds(self, text: str) -> ColumnElement[bool]:
        """The learner's name holds the text."""
        revocation, score, learner = aliased(ScoreRevocation), aliased(Score), aliased(Learner)
        return exists(
            select(revocation.id)
            .join(score, score.id == revocation.score_id)
            .join(learner, learner.id == score.learner_id)
            .where(revocation.id == Instance.item_id, learner.name.icontains(tidy(text), autoescape=True))
        )

    def row(self, facts: dict[str, Any]) -> RevocationRow:
        """Nothing is to be unsealed."""
        return RevocationRow(**facts)
