"""What an organisation says of itself when it registers, checked, and as the table keeps it."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.contact import name_problem
from app.plain_text import tidy
from app.services.name_key import name_key
from app.services.reference.names import is_open_industry
from app.services.registration.codes import normalise, problem_of
from app.services.registration.refusals import CodePending, CodeRegistered, WrongCode, WrongField
from models import (
    Level,
    Organization,
    OrganizationKind,
    Registration,
    RegistrationKind,
    RegistrationState,
)

LONGEST = {
    "organization_name": 100,
    "address": 200,
    "summary": 2000,
    "legal_representative": 50,
    "contact_phone": 30,
}


@dataclass(frozen=True)
class OrganizationFields:
    """The guide's step 2; of the three that may review it, an employer needs no more than the HR department."""

    organization_name: str
    hr_id: int
    contact_name: str
    contact_phone: str
    competent_id: int | None = None
    superior_id: int | None = None
    level: Level | None = None  # a base's own; others have that of their HR department
    industry_code: str = ""
    legal_representative: str = ""
    address: str = ""
    summary: str = ""


def checked_code(session: Session, text: str, *, own_id: int | None = None) -> str:
    """The code as it is stored. Raises WrongCode, CodeRegistered, CodePending (`own_id`'s own is no obstacle)."""
    code = normalise(text)
    if problem := problem_of(code):
        raise WrongCode(problem=problem)
    if name := session.scalar(select(Organization.name).where(Organization.credit_code == code)):
        raise CodeRegistered(name=name)
    pending = select(Registration.id).where(
        Registration.credit_code == code, Registration.state == RegistrationState.PENDING
    )
    if session.scalar(pending) not in (None, own_id):
        raise CodePending()
    return code


def checked_organization(session: Session, kind: RegistrationKind, fields: OrganizationFields) -> dict[str, object]:
    """The columns of a registration for this. Raises WrongField with the field that is wrong."""
    texts = {name: tidy(getattr(fields, name)) for name in (*LONGEST, "contact_name")}
    _refuse_texts(texts)
    hr = _of_kind(session, fields.hr_id, OrganizationKind.HR, "hr_id", "同级人社部门")
    if fields.competent_id is not None:
        _of_kind(session, fields.competent_id, OrganizationKind.COMPETENT, "competent_id", "主管部门")
    if fields.superior_id is not None:
        _of_kind(session, fields.superior_id, OrganizationKind.EMPLOYER, "superior_id", "上级单位")
    if kind is RegistrationKind.BASE and fields.level is None:
        raise WrongField(field="level", problem="请选择培训机构级别。")
    if fields.industry_code and not is_open_industry(session, fields.industry_code):
        raise WrongField(field="industry_code", problem="请选择所属行业。")
    return {
        **texts,
        "name_key": name_key(texts["organization_name"]),
        "hr_id": hr.id,
        "region_code": hr.region_code,
        "competent_id": fields.competent_id if kind is not RegistrationKind.DEPARTMENT else None,
        "superior_id": fields.superior_id if kind is RegistrationKind.EMPLOYER else None,
        "level": fields.level if kind is RegistrationKind.BASE else hr.level,
        "industry_code": fields.industry_code or None,
    }


def _refuse_texts(texts: dict[str, str]) -> None:
    for name, label in (("organization_name", "机构名称"), ("contact_phone", "联系电话")):
        if not texts[name]:
            raise WrongField(field=name, problem=f"请填写{label}。")
    for name, limit in LONGEST.items():
        if len(texts[name]) > limit:
            raise WrongField(field=name, problem=f"最多{limit}个字，现有{len(texts[name])}个字。")
    if problem := name_problem(texts["contact_name"]):
        raise WrongField(field="contact_name", problem=problem)


def _of_kind(session: Session, id_: int, kind: OrganizationKind, field: str, label: str) -> Organization:
    found = session.get(Organization, id_)
    if found is None or found.kind is not kind or not found.is_enabled:
        raise WrongField(field=field, problem=f"请重新选择{label}。")
    return found
