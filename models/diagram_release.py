"""Diagrams on their way into service: drafts that are drawn on, and releases that are asked for."""

import enum
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, CreatedAt, Id, choice


class DraftState(enum.StrEnum):
    """Whether a draft is still drawn on."""

    OPEN = "open"
    RELEASED = "released"
    DISCARDED = "discarded"


class DiagramDraft(Base):
    """A diagram that is drawn on; `revision` counts what was saved, so that nobody overwrites another's work."""

    __tablename__ = "diagram_draft"
    __table_args__ = (Index("ix_diagram_draft_process_id_id", "process_id", "id"),)

    id: Mapped[Id]
    process_id: Mapped[str] = mapped_column(ForeignKey("diagram.process_id"))
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    name: Mapped[str] = mapped_column(String(40))  # what the change is about
    base_version_id: Mapped[int] = mapped_column(ForeignKey("diagram_version.id"))  # what it was drawn from
    files: Mapped[dict[str, str]] = mapped_column(JSONB)
    revision: Mapped[int] = mapped_column(server_default="1")
    state: Mapped[DraftState] = mapped_column(choice(DraftState), server_default=DraftState.OPEN.value)
    created_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[CreatedAt]
    saved_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    saved_at: Mapped[CreatedAt]


class ReleaseState(enum.StrEnum):
    """Where a release is; a draft one lives only within the transaction that submits it."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    SCHEDULED = "scheduled"
    RELEASED = "released"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        """The state as users know it."""
        return {
            "draft": "待提交",
            "submitted": "待安全管理员审核",
            "scheduled": "已通过，待生效",
            "released": "已发布",
            "rejected": "不予发布",
            "withdrawn": "已撤回",
        }[self.value]


class DiagramRelease(Base):
    """A request to put a draft into service: its files as they were submitted, and what became of it."""

    __tablename__ = "diagram_release"
    __table_args__ = (
        Index(
            "uq_diagram_release_under_way",
            "process_id",
            unique=True,
            postgresql_where=text("state IN ('draft', 'submitted', 'scheduled')"),
        ),
        Index("ix_diagram_release_process_id_id", "process_id", "id"),
        Index("ix_diagram_release_version_id", "version_id"),
        CheckConstraint(
            "(state IN ('scheduled', 'released')) = (version_id IS NOT NULL)", name="released_has_version"
        ),
    )

    id: Mapped[Id]
    draft_id: Mapped[int] = mapped_column(ForeignKey("diagram_draft.id"), index=True)
    process_id: Mapped[str] = mapped_column(ForeignKey("diagram.process_id"))
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    base_version_id: Mapped[int] = mapped_column(ForeignKey("diagram_version.id"))  # in service when submitted
    files: Mapped[dict[str, str]] = mapped_column(JSONB)
    digest: Mapped[bytes] = mapped_column(LargeBinary(32))
    note: Mapped[str]  # why, in the words of whoever drew it
    effective_on: Mapped[date | None]  # none: at once
    state: Mapped[ReleaseState] = mapped_column(choice(ReleaseState), server_default=ReleaseState.DRAFT.value)
    submitted_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    version_id: Mapped[int | None] = mapped_column(ForeignKey("diagram_version.id"))
    created_at: Mapped[CreatedAt]
    released_at: Mapped[datetime | None]
