"""Registrations (注册申请) of organisations and learners, and files of browsers that are not signed in."""

import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, CreatedAt, Id, choice
from models.region import Level


class RegistrationKind(enum.StrEnum):
    """What somebody registers as."""

    BASE = "base"
    EMPLOYER = "employer"
    DEPARTMENT = "department"
    LEARNER = "learner"

    @property
    def label(self) -> str:
        """The kind as users know it."""
        return {
            "base": "继续教育基地",
            "employer": "用人单位",
            "department": "主管部门",
            "learner": "专业技术人员",
        }[self.value]


class RegistrationState(enum.StrEnum):
    """Where a registration is in its life; one that was returned is pending still."""

    PENDING = "pending"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        """The state as users know it."""
        return {"pending": "待审核", "approved": "审核通过", "rejected": "不予通过", "withdrawn": "已撤回"}[
            self.value
        ]


class Registration(Base):
    """One application. Who is a user already has `user_id` and no password here; others become one when approved.

    Exactly one of the two sets of columns is filled: an organisation's, or a learner's.
    """

    __tablename__ = "registration"
    __table_args__ = (
        CheckConstraint("(user_id IS NULL) = (password_hash IS NOT NULL)", name="has_password"),
        CheckConstraint(
            "kind = 'learner' OR (credit_code IS NOT NULL AND organization_name IS NOT NULL"
            " AND name_key IS NOT NULL AND level IS NOT NULL AND region_code IS NOT NULL AND hr_id IS NOT NULL"
            " AND contact_name IS NOT NULL AND contact_phone IS NOT NULL AND employer_id IS NULL)",
            name="is_organization",
        ),
        CheckConstraint(
            "kind <> 'learner' OR (employer_id IS NOT NULL AND title_series IS NOT NULL AND credit_code IS NULL)",
            name="is_learner",
        ),
        Index(
            "uq_registration_pending_credit_code",
            "credit_code",
            unique=True,
            postgresql_where="state = 'pending'",
        ),
        Index(
            "uq_registration_pending_learner",
            "resident_id_hash",
            unique=True,
            postgresql_where="state = 'pending' AND kind = 'learner'",
        ),
    )

    id: Mapped[Id]
    kind: Mapped[RegistrationKind] = mapped_column(choice(RegistrationKind))
    state: Mapped[RegistrationState] = mapped_column(
        choice(RegistrationState), server_default=RegistrationState.PENDING.value
    )
    resident_id_sealed: Mapped[bytes]
    resident_id_hash: Mapped[bytes] = mapped_column(LargeBinary(32), index=True)
    applicant_name: Mapped[str]
    password_hash: Mapped[str | None]
    mobile_sealed: Mapped[bytes | None]
    email: Mapped[str | None]
    phone: Mapped[str | None]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    credit_code: Mapped[str | None] = mapped_column(String(18))  # or the old organisation code, 9 signs
    organization_name: Mapped[str | None]
    name_key: Mapped[str | None]  # pinyin of it
    level: Mapped[Level | None] = mapped_column(choice(Level))
    region_code: Mapped[str | None] = mapped_column(ForeignKey("region.code"))
    industry_code: Mapped[str | None] = mapped_column(ForeignKey("industry.code"))
    superior_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"))  # 上级单位
    hr_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"))  # 同级人社部门
    competent_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"))  # 主管部门
    contact_name: Mapped[str | None]
    contact_phone: Mapped[str | None]
    legal_representative: Mapped[str] = mapped_column(server_default="")
    address: Mapped[str] = mapped_column(server_default="")
    summary: Mapped[str] = mapped_column(server_default="")
    employer_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"))
    department: Mapped[str] = mapped_column(server_default="")  # 所属工作部门
    title_series: Mapped[str | None]
    title_grade: Mapped[str] = mapped_column(server_default="")
    education: Mapped[str] = mapped_column(server_default="")
    school: Mapped[str] = mapped_column(server_default="")
    major: Mapped[str] = mapped_column(server_default="")
    privacy_version: Mapped[str]
    privacy_accepted_at: Mapped[datetime]
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"))  # what it became
    learner_id: Mapped[int | None] = mapped_column(ForeignKey("learner.id"))
    created_at: Mapped[CreatedAt]


class Upload(Base):
    """The file of a browser that is not signed in: one a session, until it is submitted or a day has passed."""

    __tablename__ = "upload"

    id: Mapped[Id]
    owner_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)  # SHA-256 of the browser's secret
    name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]  # bytes
    file_key: Mapped[str]
    created_at: Mapped[CreatedAt] = mapped_column(index=True)
