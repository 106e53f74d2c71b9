"""Registrations on their way: applicant -> the superior he chose. One class for each kind of applicant.

Approval makes everything at once: the user (unless he is one), what he registered, and that he acts for it.
"""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from sqlalchemy import BigInteger, Select, Text, case, cast, func, literal, null, select, true, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session, aliased

from app.errors import NotFound, Refusal
from app.items.departments import add_hr
from app.items.item import Candidate, UnknownParty
from app.permissions import APPLICANT, Applicant, Permission, Submitter
from models import (
    Attachment,
    Industry,
    ItemKind,
    Level,
    Membership,
    Organization,
    OrganizationKind,
    Region,
    Registration,
    RegistrationKind,
    RegistrationState,
    User,
)

REVIEWER = func.coalesce(
    Registration.employer_id, Registration.competent_id, Registration.superior_id, Registration.hr_id
)
"""Who decides first: a learner's employer; else the competent department, the superior, or the HR department."""


class RegistrationNotPending(Refusal):
    """该注册申请当前为“{state}”，不能再提交。"""


class CodeTaken(Refusal):
    """统一社会信用代码（机构代码）{codes}已有机构使用，不能通过。请核对后选择“退回”或“不予通过”。"""


class RegistrationItem:
    """What all registrations share; a kind says who reviews it, what is shown of it, and what approval makes."""

    kind: ClassVar[ItemKind]
    process_id: ClassVar[str]
    registers: ClassVar[RegistrationKind]
    submitter_party: ClassVar[str] = "applicant"
    start_permission: ClassVar[Permission] = Permission.REGISTRATION_SUBMIT
    variables: ClassVar[Mapping[str, type]] = {}
    parties: ClassVar[frozenset[str]] = frozenset({"applicant", "superior", "hr"})
    ends: ClassVar[frozenset[str]] = frozenset({"approved", "rejected"})
    is_personal: ClassVar[bool] = True
    is_starters_alone: ClassVar[bool] = False

    def lock_candidates(self, session: Session, item_ids: Sequence[int], *, by: Submitter) -> list[Candidate]:
        """Lock the registrations; only the applicant's own that is pending may start."""
        rows = session.execute(
            select(Registration.id, Registration.kind, Registration.state)
            .where(Registration.id == func.any(list(item_ids)))
            .order_by(Registration.id)
            .with_for_update()
        )
        return [Candidate(row.id, self._why_not(row, by)) for row in rows]

    def of_person(self, by: Submitter) -> Select[int] | None:
        """The one registration that the applicant proved to be his."""
        if not isinstance(by, Applicant):
            return None
        return select(Registration.id).where(
            Registration.id == by.registration_id, Registration.kind == self.registers
        )

    def instance_columns(self) -> Select[int, int, int]:
        """Nobody's organisation submits; inboxes fold by who reviews."""
        return select(
            Registration.id.label("item_id"),
            cast(null(), BigInteger).label("organization_id"),
            REVIEWER.label("group_id"),
        )

    def revision_columns(self) -> Select[int, Any, Any]:
        """Each kind shows other columns."""
        raise NotImplementedError

    def party_columns(self, party: str, level: str | None) -> Select[Any, Any]:
        """The parties: the applicant himself, superior (whom he chose), hr (`level` climbs the tree)."""
        if party not in self.parties:
            raise UnknownParty(party)
        item_id = Registration.id.label("item_id")
        if party == APPLICANT:
            return select(item_id, cast(null(), BigInteger).label("organization_id"))
        if party == "superior":
            return select(item_id, REVIEWER.label("organization_id"))
        employer = aliased(Organization)
        hr_id = func.coalesce(Registration.hr_id, employer.hr_id)
        standing = select(Registration.id, hr_id.label("hr_id")).outerjoin(
            employer, employer.id == Registration.employer_id
        )
        below = standing.subquery("registered")
        return add_hr(select(below.c.id.label("item_id")), below.c, level)

    def apply_start(self, session: Session, item_ids: Sequence[int]) -> None:
        """It was inserted as pending."""

    def apply_end(self, session: Session, item_ids: Sequence[int], *, ended: str) -> None:
        """Approved: everything is made. Rejected: final; another registration may be submitted."""
        if ended == "rejected":
            _set_state(session, item_ids, RegistrationState.REJECTED)
            return
        make_users(session, item_ids)
        self.make(session, item_ids)
        _set_state(session, item_ids, RegistrationState.APPROVED)

    def apply_withdrawal(self, session: Session, item_ids: Sequence[int]) -> None:
        """Over; another registration may be submitted."""
        _set_state(session, item_ids, RegistrationState.WITHDRAWN)

    def make(self, session: Session, item_ids: Sequence[int]) -> None:
        """Make what was registered; each registration has its user by now."""
        raise NotImplementedError

    def _why_not(self, row: Any, by: Submitter) -> Refusal | None:
        own = isinstance(by, Applicant) and row.id == by.registration_id and row.kind == self.registers
        if not own:
            return NotFound()
        if row.state != RegistrationState.PENDING:
            return RegistrationNotPending(state=row.state.label)
        return None


class OrganizationRegistrationItem(RegistrationItem):
    """An organisation of any kind."""

    becomes: ClassVar[OrganizationKind]
    variables: ClassVar[Mapping[str, type]] = {
        "has_competent": bool,
        "has_superior": bool,
        "level": str,
        "industry": str,
    }

    def revision_columns(self) -> Select[int, Any, Any]:
        """What the reviewer sees, in words, and what conditions may read."""
        one = Registration
        hr, competent, superior = (aliased(Organization) for _ in range(3))
        content = _object(
            credit_code=one.credit_code,
            organization_name=one.organization_name,
            level=case(*((one.level == member, literal(member.label)) for member in Level)),
            region=Region.name,
            industry=func.coalesce(Industry.name, ""),
            hr=hr.name,
            competent=func.coalesce(competent.name, ""),
            superior=func.coalesce(superior.name, ""),
            contact_name=one.contact_name,
            contact_phone=one.contact_phone,
            legal_representative=one.legal_representative,
            address=one.address,
            summary=one.summary,
            scan=func.coalesce(_scans(self.kind), ""),
            applicant=one.applicant_name,
        )
        variables = _object(
            has_competent=one.competent_id.is_not(None),
            has_superior=one.superior_id.is_not(None),
            level=one.level,
            industry=func.coalesce(one.industry_code, ""),
        )
        return (
            select(one.id.label("item_id"), content.label("content"), variables.label("variables"))
            .join(hr, hr.id == one.hr_id)
            .join(Region, Region.code == one.region_code)
            .outerjoin(competent, competent.id == one.competent_id)
            .outerjoin(superior, superior.id == one.superior_id)
            .outerjoin(Industry, Industry.code == one.industry_code)
        )

    def make(self, session: Session, item_ids: Sequence[int]) -> None:
        """The organisation, enabled, and its applicant as its super administrator. Raises CodeTaken."""
        one, is_meant = Registration, Registration.id == func.any(list(item_ids))
        taken = select(Organization.credit_code).join(one, one.credit_code == Organization.credit_code)
        if codes := session.scalars(taken.where(is_meant)).all():
            raise CodeTaken(codes="、".join(codes))
        columns = {
            "kind": literal(self.becomes.value), "level": one.level, "name": one.organization_name,
            "name_key": one.name_key, "credit_code": one.credit_code, "region_code": one.region_code,
            "industry_code": one.industry_code, "superior_id": REVIEWER, "hr_id": one.hr_id,
            "competent_id": one.competent_id, "contact_name": one.contact_name, "contact_phone": one.contact_phone,
            "legal_representative": one.legal_representative, "address": one.address, "summary": one.summary,
        }  # fmt: skip
        session.execute(
            insert(Organization).from_select(
                list(columns), select(*columns.values()).where(is_meant).order_by(one.id)
            )
        )
        session.execute(
            update(one)
            .where(is_meant, Organization.credit_code == one.credit_code)
            .values(organization_id=Organization.id)
            .execution_options(synchronize_session=False)
        )
        session.execute(
            insert(Membership).from_select(
                ["user_id", "organization_id", "is_super"],
                select(one.user_id, one.organization_id, true()).where(is_meant),
            )
        )


class BaseRegistrationItem(OrganizationRegistrationItem):
    """The item of `base_registration`."""

    kind: ClassVar[ItemKind] = ItemKind.BASE_REGISTRATION
    process_id: ClassVar[str] = "base_registration"
    registers: ClassVar[RegistrationKind] = RegistrationKind.BASE
    becomes: ClassVar[OrganizationKind] = OrganizationKind.BASE


class EmployerRegistrationItem(OrganizationRegistrationItem):
    """The item of `employer_registration`."""

    kind: ClassVar[ItemKind] = ItemKind.EMPLOYER_REGISTRATION
    process_id: ClassVar[str] = "employer_registration"
    registers: ClassVar[RegistrationKind] = RegistrationKind.EMPLOYER
    becomes: ClassVar[OrganizationKind] = OrganizationKind.EMPLOYER


class DepartmentRegistrationItem(OrganizationRegistrationItem):
    """The item of `department_registration`: a competent department; HR departments are reference data."""

    kind: ClassVar[ItemKind] = ItemKind.DEPARTMENT_REGISTRATION
    process_id: ClassVar[str] = "department_registration"
    registers: ClassVar[RegistrationKind] = RegistrationKind.DEPARTMENT
    becomes: ClassVar[OrganizationKind] = OrganizationKind.COMPETENT


def make_users(session: Session, item_ids: Sequence[int]) -> None:
    """Give each registration its user: who became one in the meantime stays as he is, his password too."""
    one, is_meant = Registration, Registration.id == func.any(list(item_ids))
    names = ["name", "resident_id_sealed", "resident_id_hash", "mobile_sealed", "email", "phone", "password_hash"]
    fresh = (
        select(
            one.applicant_name, one.resident_id_sealed, one.resident_id_hash, one.mobile_sealed, one.email,
            one.phone, one.password_hash,
        )
        .where(is_meant, one.user_id.is_(None))
        .order_by(one.id)
    )  # fmt: skip
    session.execute(insert(User).from_select(names, fresh).on_conflict_do_nothing())
    session.execute(
        update(one)
        .where(is_meant, one.user_id.is_(None), User.resident_id_hash == one.resident_id_hash)
        .values(user_id=User.id, password_hash=null())
        .execution_options(synchronize_session=False)
    )


def _scans(kind: ItemKind) -> Any:
    """The files beside a registration, each with when it came: another of the same name is another."""
    came = func.to_char(func.timezone("Asia/Shanghai", Attachment.created_at), "MM-DD HH24:MI")
    told = func.concat(Attachment.name, "（", came, " 上传）")
    attached = select(func.string_agg(told, literal("、"))).where(
        Attachment.item_id == Registration.id, Attachment.item_kind == kind, Attachment.removed_at.is_(None)
    )
    return attached.correlate(Registration).scalar_subquery()


def _object(**columns: Any) -> Any:
    return func.jsonb_build_object(
        *(part for name, column in columns.items() for part in (cast(literal(name), Text), column))
    )


def _set_state(session: Session, item_ids: Sequence[int], state: RegistrationState) -> None:
    session.execute(
        update(Registration)
        .where(Registration.id == func.any(list(item_ids)))
        .values(state=state)
        .execution_options(synchronize_session=False)
    )
