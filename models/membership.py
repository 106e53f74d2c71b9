"""Who acts for which organisation, and with which permission modules."""

import enum

from sqlalchemy import (
    CheckConstraint,
    FetchedValue,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Text,
    UniqueConstraint,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, CreatedAt, Id


class Module(enum.StrEnum):
    """A permission module (权限模块): what a role may be given."""

    SCORE_ENTRY = "score_entry"
    SCORE_DECLARE = "score_declare"
    SCORE_REVIEW = "score_review"
    ACCOUNTS = "accounts"
    TRAINING_PLAN = "training_plan"
    SUBJECT = "subject"
    TRAINING_CLASS = "training_class"
    PLAN_REVIEW = "plan_review"
    ORGANIZATION_PROFILE = "organization_profile"
    ANNUAL_REPORT = "annual_report"
    REPORT_REVIEW = "report_review"
    REGISTRATION_REVIEW = "registration_review"
    CHANGE_REVIEW = "change_review"
    SCORE_AUDIT = "score_audit"
    REFERENCE = "reference"
    STATISTICS = "statistics"
    ORGANIZATIONS = "organizations"
    PROVINCE = "province"
    DIAGRAM_DESIGN = "diagram_design"
    DIAGRAM_RELEASE = "diagram_release"
    AUDIT_LOG = "audit_log"

    @property
    def label(self) -> str:
        """The module as the guide's menus name it."""
        return {
            "score_entry": "学员成绩管理",
            "score_declare": "学员成绩申报",
            "score_review": "学时审核",
            "accounts": "管理账户",
            "training_plan": "培训计划管理",
            "subject": "专业科目管理",
            "training_class": "培训班管理",
            "plan_review": "培训计划审核",
            "organization_profile": "基本信息维护",
            "annual_report": "年审报告管理",
            "report_review": "年审报告审核",
            "registration_review": "注册审核",
            "change_review": "变更审核",
            "score_audit": "学时审验",
            "reference": "基础数据管理",
            "statistics": "查询统计",
            "organizations": "下级机构管理",
            "province": "机构管理",
            "diagram_design": "流程设计",
            "diagram_release": "流程发布审核",
            "audit_log": "审计日志",
        }[self.value]


class Role(Base):
    """A role of one organisation: a name and the modules that it opens."""

    __tablename__ = "role"
    __table_args__ = (UniqueConstraint("organization_id", "name"), UniqueConstraint("id", "organization_id"))

    id: Mapped[Id]
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    name: Mapped[str]
    modules: Mapped[list[str]] = mapped_column(ARRAY(Text))


class Membership(Base):
    """A user as a member of an organisation. The super administrator needs no role; everybody else has one.

    An organisation that has members has exactly one super administrator: the index allows no second one, and a
    deferred constraint trigger no transaction that leaves none. `office` is the kind of the organisation where it
    is one of the three offices (a trigger writes it): the index allows nobody two of them.
    """

    __tablename__ = "membership"
    __table_args__ = (
        UniqueConstraint("user_id", "organization_id"),
        ForeignKeyConstraint(["role_id", "organization_id"], ["role.id", "role.organization_id"]),
        CheckConstraint("is_super OR role_id IS NOT NULL", name="has_role"),
        Index(
            "uq_membership_one_super",
            "organization_id",
            unique=True,
            postgresql_where="is_super",
        ),
        Index("uq_membership_one_office", "user_id", unique=True, postgresql_where="office IS NOT NULL"),
    )

    id: Mapped[Id]
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    role_id: Mapped[int | None]
    is_super: Mapped[bool] = mapped_column(server_default="false")
    is_enabled: Mapped[bool] = mapped_column(server_default="true")
    office: Mapped[str | None] = mapped_column(server_default=FetchedValue())
    created_at: Mapped[CreatedAt]
