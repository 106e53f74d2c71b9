"""Registrations of organisations in an inbox: one group for each kind, one row an application."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import ColumnElement, Select, and_, exists, extract, func, select
from sqlalchemy.orm import Session, aliased

from app.items.registration import REVIEWER
from app.plain_text import tidy
from app.services.inbox.items.item import Column, Row, columns
from models import Instance, ItemKind, Organization, Region, Registration, RegistrationKind


@dataclass(frozen=True)
class RegistrationGroup:
    """All applications of a kind that one organisation reviews."""

    id: int
    kind: RegistrationKind

    @property
    def name(self) -> str:
        """What the group is called."""
        return f"{self.kind.label}注册申请"


@dataclass(frozen=True)
class RegistrationInInbox(Row):
    """A work item with the application it is about."""

    organization_name: str
    credit_code: str
    region_name: str
    applicant_name: str
    contact_phone: str

    @property
    def name(self) -> str:
        """The organisation's name."""
        return self.organization_name


class OrganizationRegistrationInInbox:
    """What the three kinds of organisation share."""

    kind: ClassVar[ItemKind]
    columns: ClassVar[tuple[Column, ...]] = columns(
        Column("organization_name", "机构名称"),
        Column("credit_code", "统一社会信用代码"),
        Column("region_name", "所属区域"),
        Column("applicant_name", "申请人"),
    )
    registers: ClassVar[RegistrationKind]

    def find_groups(self, session: Session, group_ids: Sequence[int]) -> Mapping[int, RegistrationGroup]:
        """Groups are reviewers; a reviewer has one for each kind."""
        found = select(Organization.id).where(Organization.id == func.any(list(set(group_ids))))
        return {id_: RegistrationGroup(id_, self.registers) for id_ in session.scalars(found)}

    def groups_matching(self, text: str, year: int | None) -> Select[int]:
        """By the name of one of its applications, and the year in which it was submitted."""
        text = tidy(text)
        query = select(REVIEWER).where(Registration.kind == self.registers)
        if text:
            query = query.where(Registration.organization_name.icontains(text, autoescape=True))
        return query if year is None else query.where(extract("year", Registration.created_at) == year)

    def joined(self, query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
        """The application and its region."""
        is_its_own = and_(Registration.id == Instance.item_id, Instance.item_kind == self.kind)
        return (
            query.join(Registration, is_its_own)
            .join(Region, Region.code == Registration.region_code)
            .add_columns(
                Registration.organization_name,
                Registration.credit_code,
                Region.name.label("region_name"),
                Registration.applicant_name,
                Registration.contact_phone,
            )
        )

    def holds(self, text: str) -> ColumnElement[bool]:
        """The organisation's name or code holds the text."""
        one, text = aliased(Registration), tidy(text)
        meant = one.organization_name.icontains(text, autoescape=True) | (one.credit_code == text.upper())
        return exists(select(one.id).where(one.id == Instance.item_id, meant))

    def row(self, facts: dict[str, Any]) -> RegistrationInInbox:
        """Nothing is to be unsealed."""
        return RegistrationInInbox(**facts)


class BaseRegistrationInInbox(OrganizationRegistrationInInbox):
    """The rows of `base_registration`."""

    kind: ClassVar[ItemKind] = ItemKind.BASE_REGISTRATION
    registers: ClassVar[RegistrationKind] = RegistrationKind.BASE


class EmployerRegistrationInInbox(OrganizationRegistrationInInbox):
    """The rows of `employer_registration`."""

    kind: ClassVar[ItemKind] = ItemKind.EMPLOYER_REGISTRATION
    registers: ClassVar[RegistrationKind] = RegistrationKind.EMPLOYER


class DepartmentRegistrationInInbox(OrganizationRegistrationInInbox):
    """The rows of `department_registration`."""

    kind: ClassVar[ItemKind] = ItemKind.DEPARTMENT_REGISTRATION
    registers: ClassVar[RegistrationKind] = RegistrationKind.DEPARTMENT
