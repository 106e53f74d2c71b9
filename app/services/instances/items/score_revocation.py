"""A proposal to revoke a score on the page of its instance."""

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
from models import ItemKind, Learner, Organization, Score, ScoreRevocation, TrainingClass, User


@dataclass(frozen=True)
class RevocationInstance(InstanceFacts):
    """An instance of a revocation, with the learner's number masked."""

    learner_name: str
    masked_id: str
    employer_name: str
    class_facts: TaughtClass

    @property
    def name(self) -> str:
        """The learner's name."""
        return self.learner_name

    @property
    def group_name(self) -> str:
        """The class."""
        return self.class_facts.name


class ScoreRevocationOnPage:
    """The page of a `score_revocation`."""

    kind: ClassVar[ItemKind] = ItemKind.SCORE_REVOCATION
    noun: ClassVar[str] = "审验提议"
    labels: ClassVar[Mapping[str, str]] = {
        "learner": "学员", "training_class": "培训班", "value": "成绩", "reason": "审验不通过的原因"
    }  # fmt: skip
    ends: ClassVar[Mapping[str, Word]] = {
        "confirmed": Word("审验不通过", "danger"),
        "dismissed": Word("维持合格", "success"),
    }
    withdrawn: ClassVar[str] = "该成绩仍为“合格”，可重新提议。"

    def facts(self, session: Session, common: dict[str, Any]) -> RevocationInstance:
        """The learner, the employer frozen on the score, and the class."""
        row = session.execute(
            select(Learner.name, User.resident_id_sealed, Organization.name.label("employer_name"), Score.class_id)
            .select_from(ScoreRevocation)
            .join(Score, Score.id == ScoreRevocation.score_id)
            .join(Learner, Learner.id == Score.learner_id)
            .join(User, User.id == Learner.user_id)
            .join(Organization, Organization.id == Score.employer_id)
            .where(ScoreRevocation.id == common["item_id"])
        ).one()
        return RevocationInstance(
            **common,
            learner_name=row.name,
            masked_id=resident_id.mask(sealer().unseal(row.resident_id_sealed)),
            employer_name=row.employer_name,
            class_facts=find_classes(session, [row.class_id])[row.class_id],
        )

    def names(self) -> Select[int, str, str]:
        """The learner and the class."""
        return (
            select(
                ScoreRevocation.id.label("item_id"),
                Learner.name.label("name"),
                TrainingClass.name.label("group_name"),
            )
            .join(Score, Score.id == ScoreRevocation.score_id)
            .join(Learner, Learner.id == Score.learner_id)
            .join(TrainingClass, TrainingClass.id == Score.class_id)
        )
