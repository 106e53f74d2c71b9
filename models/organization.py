"""Organisations of every kind, in one tree."""

import enum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, CreatedAt, Id, choice
from models.region import Level


class OrganizationKind(enum.StrEnum):
    """What an organisation is in the approval chains."""

    HR = "hr"
    COMPETENT = "competent"
    BASE = "base"
    EMPLOYER = "employer"
    SYSTEM = "system"
    SECURITY = "security"
    AUDIT = "audit"

    @property
    def label(self) -> str:
        """The kind as users know it."""
        return {
            "hr": "人社部门",
            "competent": "主管部门",
            "base": "继续教育基地",
            "employer": "用人单位",
            "system": "系统管理部门",
            "security": "安全管理部门",
            "audit": "安全审计部门",
        }[self.value]


OFFICES = frozenset({OrganizationKind.SYSTEM, OrganizationKind.SECURITY, OrganizationKind.AUDIT})
"""The three duties (三员): system administrators draw, security administrators release, auditors read.

There is one organisation of each, and nobody is a member of two of them. Source: GB/T 22239-2019, 8.1.5.
"""


class Organization(Base):
    """An HR department, competent department, training base, employer, or one of the three offices.

    `superior_id` is the tree; `hr_id` is the HR department of the same level (同级人社部门), `competent_id` the
    competent department (主管部门). An HR department has neither of the two, and is the only one of its region.
    """

    __tablename__ = "organization"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('hr', 'system', 'security', 'audit') OR hr_id IS NOT NULL", name="has_hr_department"
        ),
        Index(
            "uq_organization_office",
            "kind",
            unique=True,
            postgresql_where=text("kind IN ('system', 'security', 'audit')"),
        ),
        Index(
            "uq_organization_hr_region",
            "region_code",
            unique=True,
            postgresql_where=text("kind = 'hr'"),
        ),
        Index("ix_organization_kind", "kind", "id"),
        Index("ix_organization_disabled", "id", postgresql_where=text("NOT is_enabled")),
        Index(
            "ix_organization_name_trgm",
            "name",
            postgresql_using="gin",
            postgresql_ops={"name": "gin_trgm_ops"},
        ),
        Index(
            "ix_organization_departments",
            "kind",
            "superior_id",
            "id",
            postgresql_where="kind IN ('hr', 'competent')",
        ),
        Index("ix_organization_supervisor", text("(coalesce(superior_id, hr_id))"), "id"),
    )

    id: Mapped[Id]
    kind: Mapped[OrganizationKind] = mapped_column(choice(OrganizationKind))
    level: Mapped[Level] = mapped_column(choice(Level))
    name: Mapped[str]
    name_key: Mapped[str]  # pinyin, to sort by
    credit_code: Mapped[str] = mapped_column(String(18), unique=True)
    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"), index=True)
    industry_code: Mapped[str | None] = mapped_column(ForeignKey("industry.code"))
    superior_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"), index=True)
    hr_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"), index=True)
    competent_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"), index=True)
    contact_name: Mapped[str]
    contact_phone: Mapped[str]  # the office's line, shown to those who wait for it
    legal_representative: Mapped[str] = mapped_column(server_default="")
    address: Mapped[str] = mapped_column(server_default="")
    summary: Mapped[str] = mapped_column(server_default="")  # 单位简介
    is_enabled: Mapped[bool] = mapped_column(server_default="true")
    disabled_reason: Mapped[str] = mapped_column(server_default="")  # 停用原因; empty while enabled
    created_at: Mapped[CreatedAt]
