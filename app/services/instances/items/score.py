"""A score on the page of its instance."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app import resident_id
from app.sealing import sealer
from app.services.inbox.classes import TaughtClass, find_classes
from app.services.instances.items.item import InstanceFacts
from app.services.instances.words import Word
from models import ItemKind, Learner, Organization, Score, ScoreState, TrainingClass, User


@dataclass(frozen=True)
class ScoreInstance(InstanceFacts):
    """An instance of a score's process, with the learner's number masked."""

    learner_name: str
    masked_id: str
    employer_name: str
    class_facts: TaughtClass
    is_revoked: bool

    @property
    def name(self) -> str:
        """The learner's name."""
        return self.learner_name

    @property
    def group_name(self) -> str:
        """The class."""
        return self.class_facts.name


class ScoreOnPage:
    """The page of a `score_declaration`."""

    kind: ClassVar[ItemKind] = ItemKind.SCORE
    noun: ClassVar[str] = "成绩"
    labels: ClassVar[Mapping[str, str]] = {"value": "成绩", "remark": "备注"}
    ends: ClassVar[Mapping[str, Word]] = {}
    withdrawn: ClassVar[str] = "该成绩回到“待申报”，可修改后重新申报。"

    def facts(self, session: Session, common: dict[str, Any]) -> ScoreInstance:
        """The learner, the employer frozen on the score, and the class."""
        row = session.execute(
            select(
                Learner.name,
                User.resident_id_sealed,
                Organization.name.label("employer_name"),
                Score.class_id,
                Score.state,
            )
            .select_from(Score)
            .join(Learner, Learner.id == Score.learner_id)
            .join(User, User.id == Learner.user_id)
            .outerjoin(Organization, Organization.id == Score.employer_id)
            .where(Score.id == common["item_id"])
        ).one()
        return ScoreInstance(
            **common,
            learner_name=row.name,
            is_revoked=row.state is ScoreState.REVOKED,
            masked_id=resident_id.mask(sealer().unseal(row.resident_id_sealed)),
            employer_name=row.employer_name or "",
            class_facts=find_classes(session, [row.class_id])[row.class_id],
        )

    def names(self) -> Select[int, str, str]:
        """The learner and the class."""
        return (
            select(Score.id.label("item_id"), Learner.name.label("name"), TrainingClass.name.label("group_name"))
            .join(Learner, Learner.id == Score.learner_id)
            .join(TrainingClass, TrainingClass.id == Score.class_id)
        )
