"""A learner's registration on the page of its instance."""

from collections.abc import Mapping
from typing import Any, ClassVar

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app import resident_id
from app.sealing import sealer
from app.services.instances.items.registration import OrganizationRegistrationOnPage, RegistrationInstance
from models import ItemKind, Organization, Registration


class LearnerRegistrationOnPage(OrganizationRegistrationOnPage):
    """The page of a `learner_registration`."""

    kind: ClassVar[ItemKind] = ItemKind.LEARNER_REGISTRATION
    labels: ClassVar[Mapping[str, str]] = {
        "applicant": "姓名",
        "employer": "用人单位",
        "department": "所属工作部门",
        "title_series": "职称系列",
        "title_grade": "职称级别",
        "education": "学历",
        "school": "毕业院校",
        "major": "所学专业",
    }

    def facts(self, session: Session, common: dict[str, Any]) -> RegistrationInstance:
        """The applicant, with his number masked."""
        row = session.get_one(Registration, common["item_id"])
        return RegistrationInstance(
            **common,
            registration_name=row.applicant_name,
            registers=row.kind,
            masked_id=resident_id.mask(sealer().unseal(row.resident_id_sealed)),
            is_user=row.user_id is not None,
            attachments=(),
            namesakes=(),
        )

    def names(self) -> Select[int, str, str]:
        """The person and the employer."""
        return select(
            Registration.id.label("item_id"),
            Registration.applicant_name.label("name"),
            Organization.name.label("group_name"),
        ).join(Organization, Organization.id == Registration.employer_id)
