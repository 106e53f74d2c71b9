"""A registration of an organisation on the page of its instance: what a reviewer needs to decide."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from app import resident_id
from app.sealing import sealer
from app.services.attachments.find import attachments_of
from app.services.instances.items.item import InstanceFacts
from app.services.instances.words import Word
from models import Attachment, ItemKind, Organization, OrganizationKind, Registration, RegistrationKind

NAMESAKES = 8


@dataclass(frozen=True)
class Namesake:
    """An organisation that is there already and has a name like it."""

    name: str
    kind: OrganizationKind
    credit_code: str


@dataclass(frozen=True)
class RegistrationInstance(InstanceFacts):
    """An instance of a registration's process, with the scan and the organisations of a like name."""

    registration_name: str
    registers: RegistrationKind
    masked_id: str
    is_user: bool
    attachments: Sequence[Attachment]
    namesakes: Sequence[Namesake]

    @property
    def name(self) -> str:
        """The organisation's name."""
        return self.registration_name

    @property
    def group_name(self) -> str:
        """The applications of its kind."""
        return f"{self.registers.label}注册申请"

    @property
    def heading(self) -> str:
        """What is asked for."""
        return f"{self.registration_name}的{self.registers.label}注册"


class OrganizationRegistrationOnPage:
    """What the three kinds of organisation share."""

    kind: ClassVar[ItemKind]
    noun: ClassVar[str] = "注册申请"
    labels: ClassVar[Mapping[str, str]] = {
        "credit_code": "统一社会信用代码",
        "organization_name": "机构名称",
        "level": "级别",
        "region": "所属区域",
        "industry": "所属行业",
        "hr": "同级人社部门",
        "competent": "主管部门",
        "superior": "上级单位",
        "contact_name": "联系人",
        "contact_phone": "联系电话",
        "legal_representative": "法定代表人",
        "address": "地址",
        "summary": "机构简介",
        "applicant": "申请人",
        "scan": "证件扫描件",
    }
    ends: ClassVar[Mapping[str, Word]] = {"approved": Word("已注册", "success")}
    withdrawn: ClassVar[str] = "该申请不再审核，可重新注册。"

    def facts(self, session: Session, common: dict[str, Any]) -> RegistrationInstance:
        """The scan, the applicant's number masked, and the namesakes."""
        row = session.get_one(Registration, common["item_id"])
        return RegistrationInstance(
            **common,
            registration_name=row.organization_name or "",
            registers=row.kind,
            masked_id=resident_id.mask(sealer().unseal(row.resident_id_sealed)),
            is_user=row.user_id is not None,
            attachments=attachments_of(session, self.kind, row.id),
            namesakes=_namesakes(session, row),
        )

    def names(self) -> Select[int, str, str]:
        """The organisation and its kind."""
        return select(
            Registration.id.label("item_id"),
            Registration.organization_name.label("name"),
            Registration.credit_code.label("group_name"),
        )


class BaseRegistrationOnPage(OrganizationRegistrationOnPage):
    """The page of a `base_registration`."""

    kind: ClassVar[ItemKind] = ItemKind.BASE_REGISTRATION


class EmployerRegistrationOnPage(OrganizationRegistrationOnPage):
    """The page of an `employer_registration`."""

    kind: ClassVar[ItemKind] = ItemKind.EMPLOYER_REGISTRATION


class DepartmentRegistrationOnPage(OrganizationRegistrationOnPage):
    """The page of a `department_registration`."""

    kind: ClassVar[ItemKind] = ItemKind.DEPARTMENT_REGISTRATION


def _namesakes(session: Session, row: Registration) -> list[Namesake]:
    """By the trigram index; the organisation that this registration became is not its own namesake."""
    name = row.organization_name or ""
    query = (
        select(Organization.name, Organization.kind, Organization.credit_code)
        .where(Organization.name.op("%")(name), Organization.id != (row.organization_id or 0))
        .order_by(func.similarity(Organization.name, name).desc(), Organization.id)
        .limit(NAMESAKES)
    )
    return [Namesake(*found) for found in session.execute(query)]
