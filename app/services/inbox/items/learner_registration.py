"""Registrations of learners in an employer's inbox: one group, one row a person."""

from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import ColumnElement, Select, and_, exists, extract, select
from sqlalchemy.orm import aliased

from app.items.registration import REVIEWER
from app.plain_text import tidy
from app.services.inbox.items.item import Column, Row, columns
from app.services.inbox.items.registration import OrganizationRegistrationInInbox
from models import Instance, ItemKind, Registration, RegistrationKind


@dataclass(frozen=True)
class LearnerInInbox(Row):
    """A work item with the person it is about."""

    applicant_name: str
    department: str
    title_series: str
    title_grade: str

    @property
    def name(self) -> str:
        """The person's name."""
        return self.applicant_name


class LearnerRegistrationInInbox(OrganizationRegistrationInInbox):
    """The rows of `learner_registration`."""

    kind: ClassVar[ItemKind] = ItemKind.LEARNER_REGISTRATION
    columns: ClassVar[tuple[Column, ...]] = columns(
        Column("applicant_name", "姓名", "name"),
        Column("department", "所属工作部门"),
        Column("title_series", "职称"),
    )
    registers: ClassVar[RegistrationKind] = RegistrationKind.LEARNER

    def groups_matching(self, text: str, year: int | None) -> Select[int]:
        """By the name of a person, and the year in which he applied."""
        query = select(REVIEWER).where(Registration.kind == self.registers)
        if text := tidy(text):
            query = query.where(Registration.applicant_name.icontains(text, autoescape=True))
        return query if year is None else query.where(extract("year", Registration.created_at) == year)

    def joined(self, query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
        """The person."""
        one = Registration
        is_its_own = and_(one.id == Instance.item_id, Instance.item_kind == self.kind)
        return query.join(one, is_its_own).add_columns(
            one.applicant_name, one.department, one.title_series, one.title_grade
        )

    def holds(self, text: str) -> ColumnElement[bool]:
        """The person's name holds the text."""
        one = aliased(Registration)
        named = one.applicant_name.icontains(tidy(text), autoescape=True)
        return exists(select(one.id).where(one.id == Instance.item_id, named))

    def row(self, facts: dict[str, Any]) -> Any:
        """Nothing is to be unsealed."""
        return LearnerInInbox(**facts)
