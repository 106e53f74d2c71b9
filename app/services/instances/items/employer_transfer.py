"""A transfer on the page of its instance: who, from where, why, and the hours of this year."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, aliased

from app import resident_id
from app.items.employer_transfer import count_under_review
from app.sealing import sealer
from app.services.hours.hours import Hours, hours_of
from app.services.instances.items.item import InstanceFacts
from app.services.instances.words import Word
from app.today import today
from models import EmployerTransfer, ItemKind, Learner, Organization, User


@dataclass(frozen=True)
class TransferInstance(InstanceFacts):
    """An instance of a transfer's process, with the learner's number masked."""

    learner_name: str
    masked_id: str
    title_series: str
    title_grade: str
    from_name: str
    hours: Hours
    under_review: int

    @property
    def name(self) -> str:
        """The learner's name."""
        return self.learner_name

    @property
    def group_name(self) -> str:
        """Those who leave the same employer."""
        return f"{self.from_name}调出的人员"


class EmployerTransferOnPage:
    """The page of an `employer_transfer`."""

    kind: ClassVar[ItemKind] = ItemKind.EMPLOYER_TRANSFER
    noun: ClassVar[str] = "调转"
    labels: ClassVar[Mapping[str, str]] = {
        "from_employer": "原单位",
        "to_employer": "调入单位",
        "reason": "调转原因",
    }
    ends: ClassVar[Mapping[str, Word]] = {"approved": Word("已调转", "success")}
    withdrawn: ClassVar[str] = "所在单位不变，可另行申请调转。"

    def facts(self, session: Session, common: dict[str, Any]) -> TransferInstance:
        """The learner, the former employer, and this year's hours."""
        row = session.execute(
            select(
                Learner.id, Learner.name, Learner.title_series, Learner.title_grade, User.resident_id_sealed,
                Organization.name.label("from_name"),
            )
            .select_from(EmployerTransfer)
            .join(Learner, Learner.id == EmployerTransfer.learner_id)
            .join(User, User.id == Learner.user_id)
            .join(Organization, Organization.id == EmployerTransfer.from_employer_id)
            .where(EmployerTransfer.id == common["item_id"])
        ).one()  # fmt: skip
        year = today().year
        return TransferInstance(
            **common,
            learner_name=row.name,
            masked_id=resident_id.mask(sealer().unseal(row.resident_id_sealed)),
            title_series=row.title_series,
            title_grade=row.title_grade,
            from_name=row.from_name,
            hours=hours_of(session, [row.id], [year])[row.id, year],
            under_review=count_under_review(session, [row.id]).get(row.id, 0),
        )

    def names(self) -> Select[int, str, str]:
        """The learner and the employer that he wants to join."""
        new = aliased(Organization)
        return (
            select(EmployerTransfer.id.label("item_id"), Learner.name.label("name"), new.name.label("group_name"))
            .join(Learner, Learner.id == EmployerTransfer.learner_id)
            .join(new, new.id == EmployerTransfer.to_employer_id)
        )
