"""What nobody can go on with by himself, for system administrators to see to."""

import enum
from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, CreatedAt, Id, choice


class AlarmKind(enum.StrEnum):
    """Why."""

    NOBODY = "nobody"
    NO_MEMBERS = "no_members"
    NO_SUPERIOR = "no_superior"

    @property
    def label(self) -> str:
        """The reason, for who sees to it."""
        return {
            "nobody": "流程指定的办理方没有对应的单位或人员",
            "no_members": "办理单位已停用，或没有可办理的管理员",
            "no_superior": "超过办理期限，没有可转交的上级单位",
        }[self.value]


class Alarm(Base):
    """A work item that needs somebody to look at it, until it was settled."""

    __tablename__ = "alarm"
    __table_args__ = (
        Index("uq_alarm_open", "work_item_id", "kind", unique=True, postgresql_where="settled_at IS NULL"),
        Index("ix_alarm_open", "id", postgresql_where="settled_at IS NULL"),
    )

    id: Mapped[Id]
    kind: Mapped[AlarmKind] = mapped_column(choice(AlarmKind))
    work_item_id: Mapped[int] = mapped_column(ForeignKey("work_item.id"))
    created_at: Mapped[CreatedAt]
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
