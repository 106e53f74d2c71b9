"""Changes of an organisation that take effect only once they are approved (变更审核)."""

import enum

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, CreatedAt, Id, choice


class ChangeKind(enum.StrEnum):
    """What is changed: who the organisation is, or where it stands in the tree."""

    IDENTITY = "identity"
    SUPERIOR = "superior"

    @property
    def label(self) -> str:
        """The kind as users know it."""
        return {"identity": "单位名称、信用代码变更", "superior": "上级单位变更"}[self.value]


class ChangeState(enum.StrEnum):
    """Where a change is in its life; a draft lives only within the transaction that submits it."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        """The state as users know it."""
        return {
            "draft": "待提交",
            "submitted": "变更审核中",
            "approved": "已变更",
            "rejected": "不予通过",
            "withdrawn": "已撤回",
        }[self.value]


class OrganizationChange(Base):
    """The new values beside those of the day it was submitted; what is not changed is the same in both."""

    __tablename__ = "organization_change"
    __table_args__ = (
        Index(
            "uq_organization_change_under_way",
            "organization_id",
            unique=True,
            postgresql_where=text("state IN ('draft', 'submitted')"),
        ),
        Index("ix_organization_change_organization_id_id", "organization_id", "id"),
    )

    id: Mapped[Id]
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    kind: Mapped[ChangeKind] = mapped_column(choice(ChangeKind))
    old_name: Mapped[str]
    new_name: Mapped[str]
    new_name_key: Mapped[str]  # pinyin of the new name, ready for the day it is approved
    old_credit_code: Mapped[str] = mapped_column(String(18))
    new_credit_code: Mapped[str] = mapped_column(String(18))
    old_superior_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"))
    new_superior_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"))
    old_hr_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"))
    new_hr_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"))
    old_competent_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"))
    new_competent_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"))
    reason: Mapped[str] = mapped_column(server_default="")  # 变更原因
    state: Mapped[ChangeState] = mapped_column(choice(ChangeState), server_default=ChangeState.DRAFT.value)
    created_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[CreatedAt]
