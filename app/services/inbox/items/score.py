"""Scores in an inbox: folded by training class, one row a learner."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import Session, aliased

from app import resident_id
from app.plain_text import tidy
from app.sealing import sealer
from app.services.inbox.classes import TaughtClass, classes_matching, find_classes
from app.services.inbox.items.item import Column, Row, columns
from models import Instance, ItemKind, Learner, Organization, Score, User


@dataclass(frozen=True)
class ScoreRow(Row):
    """A work item with the score it is about."""

    learner_name: str
    masked_id: str
    employer_name: str
    value: Decimal
    remark: str

    @property
    def name(self) -> str:
        """The learner's name."""
        return self.learner_name


class ScoreInInbox:
    """The rows of `score_declaration`."""

    kind: ClassVar[ItemKind] = ItemKind.SCORE
    columns: ClassVar[tuple[Column, ...]] = columns(
        Column("learner_name", "学员", "name"),
        Column("masked_id", "身份证号", "id"),
        Column("employer_name", "用人单位"),
        Column("value", "成绩", "number"),
        Column("remark", "备注"),
    )

    def find_groups(self, session: Session, group_ids: Sequence[int]) -> Mapping[int, TaughtClass]:
        """Groups are training classes."""
        return find_classes(session, group_ids)

    def groups_matching(self, text: str, year: int | None) -> Select[int]:
        """By the class's name and credited year."""
        return classes_matching(text, year)

    def joined(self, query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
        """The score, its learner and the employer frozen on it."""
        sealed = select(User.resident_id_sealed).where(User.id == Learner.user_id).correlate(Learner)
        return (
            query.join(Score, and_(Score.id == Instance.item_id, Instance.item_kind == ItemKind.SCORE))
            .join(Learner, Learner.id == Score.learner_id)
            .join(Organization, Organization.id == Score.employer_id)
            .add_columns(
                Learner.name.label("learner_name"),
                sealed.scalar_subquery().label("sealed"),
                Organization.name.label("employer_name"),
                Score.value,
                Score.remark,
            )
        )

    def holds(self, text: str) -> ColumnElement[bool]:
        """The learner's or the employer's name holds the text, or it is the learner's whole id number."""
        score, learner, employer = aliased(Score), aliased(Learner), aliased(Organization)
        text, number = tidy(text), resident_id.normalise(text)
        if resident_id.problem_of(number) is None:
            meant: ColumnElement[bool] = learner.resident_id_hash == sealer().lookup(number)
        else:
            meant = or_(
                learner.name.icontains(text, autoescape=True),
                employer.name.icontains(text, autoescape=True),
            )
        return exists(
            select(score.id)
            .join(learner, learner.id == score.learner_id)
            .join(employer, employer.id == score.employer_id)
            .where(score.id == Instance.item_id, meant)
        )

    def row(self, facts: dict[str, Any]) -> ScoreRow:
        """Unseal the id number only to mask it."""
        sealed = facts.pop("sealed")
        return ScoreRow(masked_id=resident_id.mask(sealer().unseal(sealed)), **facts)
