"""Transfers in an inbox: folded by the employer that the learners come from, one row a learner."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import ColumnElement, Select, and_, exists, extract, func, or_, select
from sqlalchemy.orm import Session, aliased

from app import resident_id
from app.plain_text import tidy
from app.sealing import sealer
from app.services.inbox.items.item import Column, Row, columns
from models import EmployerTransfer, Instance, ItemKind, Learner, Organization, User


@dataclass(frozen=True)
class FormerEmployer:
    """The employer that the learners of a group leave."""

    id: int
    employer_name: str
    contact_name: str
    contact_phone: str

    @property
    def name(self) -> str:
        """What the group is called."""
        return f"{self.employer_name}调出的人员"


@dataclass(frozen=True)
class TransferInInbox(Row):
    """A work item with the learner who wants to come."""

    learner_name: str
    masked_id: str
    title_series: str
    reason: str

    @property
    def name(self) -> str:
        """The learner's name."""
        return self.learner_name


class EmployerTransferInInbox:
    """The rows of `employer_transfer`."""

    kind: ClassVar[ItemKind] = ItemKind.EMPLOYER_TRANSFER
    columns: ClassVar[tuple[Column, ...]] = columns(
        Column("learner_name", "姓名", "name"),
        Column("masked_id", "身份证号", "id"),
        Column("title_series", "职称系列"),
        Column("reason", "调转原因"),
    )

    def find_groups(self, session: Session, group_ids: Sequence[int]) -> Mapping[int, FormerEmployer]:
        """Groups are the former employers."""
        employer = Organization
        rows = session.execute(
            select(
                employer.id, employer.name.label("employer_name"), employer.contact_name, employer.contact_phone
            ).where(employer.id == func.any(list(set(group_ids))))
        )
        return {row.id: FormerEmployer(**row._mapping) for row in rows}

    def groups_matching(self, text: str, year: int | None) -> Select[int]:
        """By the former employer's name or a learner's, and the year of the request."""
        text = tidy(text)
        query = (
            select(EmployerTransfer.from_employer_id)
            .join(Organization, Organization.id == EmployerTransfer.from_employer_id)
            .join(Learner, Learner.id == EmployerTransfer.learner_id)
        )
        if text:
            names = (Learner.name, Organization.name)
            query = query.where(or_(*(name.icontains(text, autoescape=True) for name in names)))
        return query if year is None else query.where(extract("year", EmployerTransfer.created_at) == year)

    def joined(self, query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
        """The transfer and its learner."""
        is_its = and_(EmployerTransfer.id == Instance.item_id, Instance.item_kind == self.kind)
        return (
            query.join(EmployerTransfer, is_its)
            .join(Learner, Learner.id == EmployerTransfer.learner_id)
            .join(User, User.id == Learner.user_id)
            .add_columns(
                Learner.name.label("learner_name"),
                User.resident_id_sealed.label("sealed"),
                Learner.title_series,
                EmployerTransfer.reason,
            )
        )

    def holds(self, text: str) -> ColumnElement[bool]:
        """The learner's name holds the text, or it is the whole id number."""
        transfer, learner = aliased(EmployerTransfer), aliased(Learner)
        text, number = tidy(text), resident_id.normalise(text)
        if resident_id.problem_of(number) is None:
            meant: ColumnElement[bool] = learner.resident_id_hash == sealer().lookup(number)
        else:
            meant = learner.name.icontains(text, autoescape=True)
        return exists(
            select(transfer.id)
            .join(learner, learner.id == transfer.learner_id)
            .where(transfer.id == Instance.item_id, meant)
        )

    def row(self, facts: dict[str, Any]) -> TransferInInbox:
        """Unseal the id number only to mask it."""
        sealed = facts.pop("sealed")
        return TransferInInbox(masked_id=resident_id.mask(sealer().unseal(sealed)), **facts)
