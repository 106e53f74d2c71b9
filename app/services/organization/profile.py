"""The profile of an organisation (单位基本信息): what its own members may change at once."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import ClassVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import FieldRefusal
from app.permissions import Actor, Permission
from app.plain_text import tidy
from app.services.approvals.locking import confirm
from app.services.audit import record
from app.services.guard import require
from app.services.reference.names import is_open_industry, open_industries
from models import Organization


class IndustryUnknown(FieldRefusal):
    """所选的所属行业不存在或已停用，请重新选择。"""

    field: ClassVar[str] = "industry_code"


@dataclass(frozen=True)
class ProfileFields:
    """What takes effect as soon as it is saved; name and credit code do not."""

    contact_name: str
    contact_phone: str
    legal_representative: str = ""
    address: str = ""
    industry_code: str | None = None
    summary: str = ""


def find_profile(session: Session, *, by: Actor) -> Organization:
    """The actor's own organisation."""
    require(by, Permission.ORGANIZATION_EDIT)
    return session.get_one(Organization, by.organization_id)


def industries(session: Session, organization: Organization) -> Sequence[tuple[str, str]]:
    """The industries to choose from, by their letter; a closed one only where the organisation has it."""
    return open_industries(session, and_also=organization.industry_code)


def edit_profile(session: Session, fields: ProfileFields, *, by: Actor) -> Organization:
    """Change the profile of the actor's organisation. Raises IndustryUnknown."""
    by = confirm(session, by, Permission.ORGANIZATION_EDIT)
    query = select(Organization).where(Organization.id == by.organization_id)
    locked = query.with_for_update(key_share=True).execution_options(populate_existing=True)
    organization = session.scalars(locked).one()
    chosen = fields.industry_code
    if chosen and chosen != organization.industry_code and not is_open_industry(session, chosen):
        raise IndustryUnknown()
    for name, value in asdict(fields).items():
        setattr(organization, name, tidy(value) if value else value)
    session.flush()
    record(session, by=by, action=Permission.ORGANIZATION_EDIT, organization=organization.id)
    return organization
